# The picture before solving (command check).
check-counts = { $areas } areas ({ $communes } communes) · { $households } households · { $packages } packages · { $needs } needs · { $sources } sources · { $commitments } commitment lines
check-class-poor = poor
check-class-near-poor = near-poor
check-class-newly-escaped = newly escaped
check-class-other = other
check-class-none = communes' requests that state no class
check-money = Money: { $amount }; usable after expected fulfilment and reserves: { $available }, of which { $committed } is committed.
check-by-purpose = Need by purpose (VND)
check-by-class = Need by class (VND)
check-by-commune = Need by commune (VND)
check-what = Group
check-needs = Needs
check-units = Units
check-open = Still needed
check-eligible = Money that may come
check-share = At most
check-reach = Last column: the largest share of the group's need that could be met if every eligible source served this group first.
check-clean = The clean tables are in { $path }: reading them gives this very scenario.
check-more-rows = … and { $count } more rows (--format json has all).
check-classes = Classes under the standard ‹{ $standard }›: as stated, and as the scores give them (households)
check-classes-all = All
check-stated-poor = Stated poor
check-stated-near-poor = Stated near-poor
check-scored-poor = Scored poor
check-scored-near-poor = Scored near-poor
check-scored-above = Above the line
check-scored-unknown = Not known
check-scored-deprived = Not known, deprived
check-scored-changed = Different
check-classes-no-line = The standard ‹{ $standard }› has no line in points yet: a household at or below the line of the standard before is certainly not above this one; of the others nothing is known.
check-classes-stated = An indicator that the list has no column for counts as not deprived. The plan uses the stated classes.
check-idle = Money that certainly stays unused: { $money }
check-idle-earmark = { $source } ({ $name }): { $money } – no need satisfies the conditions of this source; the nearest ones fail its { $condition }.
check-idle-surplus = { $source } ({ $name }): { $money } – more than all the needs that it may pay for.{ $condition }
check-refusal-goods = kind of goods
check-refusal-unit-cost = goods at the norm cost (the need has its own cost)
check-refusal-account = account (poverty or relief)
check-refusal-areas = areas
check-refusal-purposes = purposes
check-refusal-packages = packages
check-refusal-classes = classes
check-refusal-tags = household tags
check-refusal-beneficiaries = named households or communes
check-refusal-pairings = pairings
check-note = Note:
check-note-unit-costs-differ = weights count units (basis = "unit") while unit costs differ by more than ten times ({ $least } to { $most }): cheap packages will always come first.
check-note-price-never-matters = weights count cost (basis = "cost"): the price of a package never matters, only severity and priority decide.
check-note-exits-prefer-the-nearest = maximize = "exits" prefers households just above the threshold to the poorest.
check-note-coverage-rewards-asking = coverage rewards communes that ask for more; look at measure = "per_household" beside it.
