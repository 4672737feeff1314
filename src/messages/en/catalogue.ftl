# What is still unpaid, for sponsors (command catalogue).
catalogue-title = What communes still ask for
catalogue-note = Needs of the lists that no money has been found for, the greatest need first. Places with fewer than { $least } households share a line.
catalogue-sheet = Needs to sponsor
catalogue-area = Code
catalogue-name = Commune
catalogue-purpose = Purpose
catalogue-package = Package
catalogue-unit-price = One unit costs (đồng)
catalogue-units = Units asked
catalogue-amount = Amount (đồng)
catalogue-households = Households
catalogue-pooled = { $name }: several communes together
catalogue-withheld = { $name }: fewer than { $least } households
catalogue-nothing = Nothing is left to ask sponsors for.
catalogue-rest = … and { $count } lines more: all of them with --xlsx, --html or --format json.
