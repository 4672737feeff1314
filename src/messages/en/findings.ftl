# findings

find-e201-cause = The table lacks the required column { $column }; the nearest unknown heading: { $nearest }.
find-e201-action = Add the column { $column }, or declare its heading under [columns].
find-e202-cause = This cell is required and it is blank.
find-e202-action = Fill in this cell.
find-e203-cause = ‹{ $found }› is not a whole number of at least { $least }.
find-e203-action = Write a whole number, such as 4 or 20.961.
find-e204-cause = ‹{ $found }› is not a finite decimal.
find-e204-action = Write a number such as 140.5 or 140,5; no NaN, inf, 1e3.
find-e205-cause = ‹{ $found }› is neither yes nor no.
find-e205-action = Write 1, x, có, true; or leave blank, 0, --, không, false.
find-e206-cause = ‹{ $found }› is not a share between 0 and 1.
find-e206-action = Write it as 0.8 or 80%.
find-e207-cause = ‹{ $found }› is not one of { $expected }.
find-e207-action = Use a word of the list, or its Vietnamese form.
find-e208-cause = ‹{ $found }› cannot be read as an amount.
find-e208-action = Write đồng or a unit: 60.000.000, 60 triệu, 2,1 tỷ, 500k.
find-e209-cause = The amount ‹{ $found }› is below zero.
find-e209-action = Write an amount of zero or more.
find-e210-cause = The amount ‹{ $found }› is above a million tỷ (10^15) đồng.
find-e210-action = Check the unit of the table ([units] money) and the number of digits.
find-e211-cause = ‹{ $found }› must be above zero.
find-e211-action = Write a number above zero; a package must have a cost.
find-e212-cause = ‹{ $found }› must not be below zero.
find-e212-action = Write zero or more.
find-e213-cause = ‹{ $found }› is not a whole number of đồng.
find-e213-action = Write whole đồng; if it is million or tỷ, write the unit.
find-e214-cause = ‹{ $found }› can mean { $one } or { $other } đồng.
find-e214-action = Say which: write the full đồng, { $one } or { $other }, with the word đồng.
find-e215-cause = At this row the total of the table { $table } passes { $limit } đồng.
find-e215-action = Check the unit of money and the quantities of the table.
find-e217-cause = The setting { $key } = { $found } must be { $expected }.
find-e217-action = Change { $key } in scenario.toml.
find-w218-cause = { $count } years of birth are not a year of four digits (the first row is named here); they are only printed.
find-w218-action = Write the year with four digits.
find-w219-cause = The standard ‹{ $found }› is in force from { $from } to { $to }; the plan is for { $year }.
find-w219-action = Choose the standard of that year, or keep it if it is meant.
find-e301-cause = The id ‹{ $found }› already stands in row { $first }.
find-e301-action = Change one of the two ids, or remove a row.
find-e302-cause = The household id ‹{ $found }› is also the code of an area.
find-e302-action = Change the household id, for example by a leading H.
find-e303-cause = ‹{ $found }› is not in the table { $table }; the nearest: { $nearest }.
find-e303-action = Correct the id, or add the missing row to the table { $table }.
find-e305-cause = The area { $code } of level { $level } lies below ‹{ $found }›, which is only of level { $above }.
find-e305-action = Correct the level or the parent.
find-e306-cause = Areas lie below themselves: { $circle }.
find-e306-action = Correct the parent of one of them; leave it blank for a root.
find-e307-cause = ‹{ $found }› is no commune and lies in none.
find-e307-action = Write the code of a commune, or of a village in one.
find-e308-cause = ‹{ $found }› is an area but not a commune.
find-e308-action = Write the code of a commune.
find-e309-cause = ‹{ $key }› is no indicator of any known standard; the nearest: { $nearest }.
find-e309-action = Correct the key of the indicator.
find-e310-cause = There is no standard ‹{ $found }›; the nearest: { $nearest }; known: { $expected }.
find-e310-action = Correct { $key } in scenario.toml, or add a table under [standards].
find-e320-cause = The identity number of this row already stands in row { $first }: one household is listed twice, or one of the numbers is wrong.
find-e320-action = Remove one of the rows, or correct the number.
find-w311-cause = No package has the purpose ‹{ $found }›; the nearest: { $nearest }.
find-w311-action = Correct the purpose, or add a package.
find-w312-cause = No household has the tag ‹{ $found }›; the nearest: { $nearest }.
find-w312-action = Correct the tag, or write it in the household list.
find-w313-cause = { $key } weighs ‹{ $found }›, which nothing has; the nearest: { $nearest }.
find-w313-action = Correct the tag in scenario.toml.
find-w321-cause = { $count } rows share the head's name, the year of birth and the place with a row above: rows { $rows }.
find-w321-action = Nothing to do if they are different households; else remove one of the rows.
find-w401-cause = { $count } households are stated { $stated } but scored { $scored } (rows { $rows }); the stated class is used.
find-w401-action = Review these households.
find-e402-cause = The need of ‹{ $beneficiary }› for ‹{ $package }› already stands in row { $first }.
find-e402-action = Remove a row; a commune that asks more raises the quantity.
find-w402-cause = The standard ‹{ $found }› has no line in points, so the classes of { $count } scored households were not checked.
find-w402-action = Add points_line in a [standards] table if there is one.
find-e403-cause = This source has both an amount and goods ‹{ $found }›.
find-e403-action = Part it into two sources.
find-w403-cause = { $key } is set, but the standard ‹{ $found }› has no line in points, so it adds nothing.
find-w403-action = Set { $key } = 0, or add points_line.
find-e404-cause = This source has neither an amount nor goods.
find-e404-action = Write amount, or goods and quantity.
find-w404-cause = The package ‹{ $package }› is automatic, but no household meets its conditions.
find-w404-action = Check its classes, tags and indicators; the standard in use must count one of them.
find-e405-cause = The quantity ‹{ $found }› is for goods only; this source is cash.
find-e405-action = Remove the quantity, or give goods instead of an amount.
find-e406-cause = This source of goods has no quantity.
find-e406-action = Write a quantity of at least 1.
find-e407-cause = The goods ‹{ $found }› are for communes, but the source names the household ‹{ $beneficiary }›.
find-e407-action = Name a commune, or change the goods.
find-e408-cause = The minimum ‹{ $found }› is above the cost of { $cost } đồng.
find-e408-action = Lower min_amount.
find-w409-cause = The package ‹{ $package }› has a minimum ‹{ $found }› but is not divisible.
find-w409-action = Mark it divisible, or remove min_amount.
find-e410-cause = The package ‹{ $package }› does not serve the class { $condition } of ‹{ $beneficiary }›.
find-e410-action = Remove the need, or change the classes of the package.
find-e411-cause = The package ‹{ $package }› requires the tag ‹{ $condition }›, which ‹{ $beneficiary }› lacks.
find-e411-action = Remove the need, or add the tag to the household.
find-e412-cause = The package ‹{ $package }› excludes the tag ‹{ $condition }›, which ‹{ $beneficiary }› has.
find-e412-action = Remove the need, or correct the tags of the household.
find-e413-cause = The package ‹{ $package }› is for communes; ‹{ $beneficiary }› is a household.
find-e413-action = Write the commune, or choose a package for households.
find-e414-cause = ‹{ $beneficiary }› is a household, and the quantity of ‹{ $package }› is { $found }.
find-e414-action = A household has a quantity of 1; join commitment lines of one package.
find-e415-cause = The column class is for a commune's request; ‹{ $beneficiary }› is a household (‹{ $found }›).
find-e415-action = Clear the cell; the class comes from the household list.
find-e416-cause = The commune ‹{ $area }› has a request but no number of households, so its poverty rate is unknown.
find-e416-action = Give its number of households, or set severity.commune_poverty_rate = 0.
find-e417-cause = ‹{ $found }› poor households are more than the { $households } households.
find-e417-action = Correct one of the two numbers.
find-w418-cause = { $poor } poor and ‹{ $found }› near-poor households are more than the { $households } households.
find-w418-action = Check these numbers.
find-e419-cause = The household list has more poor households in ‹{ $area }› than its { $households } households.
find-e419-action = Correct the number of households, or give the official number of poor ones.
find-e430-cause = A line of outside help has no source, but names ‹{ $found }›.
find-e430-action = Clear the source, or write promised or disbursed.
find-e431-cause = A line that is promised or disbursed must name its source.
find-e431-action = Write the source; for help of others write outside.
find-e432-cause = The source ‹{ $source }› may not pay ‹{ $package }› for ‹{ $beneficiary }›: the condition { $condition } fails.
find-e432-action = Correct the line, or the condition of the source.
find-e433-cause = The source ‹{ $source }› has { $limit } đồng and { $committed } are committed, { $excess } too many (rows { $rows }).
find-e433-action = Lower these commitments, or raise the source.
find-e434-cause = The source ‹{ $source }› pays whole units: ‹{ $package }› for ‹{ $beneficiary }› says { $found } đồng and must be { $expected }.
find-e434-action = Correct the amount or the units.
find-e435-cause = The need of ‹{ $beneficiary }› for ‹{ $package }› is open for { $limit } đồng and { $committed } are committed, { $excess } too many (rows { $rows }).
find-e435-action = Lower the commitments, or raise the quantity of the need.
find-e436-cause = The need of ‹{ $beneficiary }› for ‹{ $package }› is { $asked } đồng and others gave { $outside } (rows { $rows }).
find-e436-action = Correct the units of the line, or the quantity of the need.
find-e437-cause = ‹{ $beneficiary }› has commitments of several packages of the group ‹{ $group }›: { $packages } (rows { $rows }).
find-e437-action = Keep one package.
find-e438-cause = The source ‹{ $source }› has committed { $committed } đồng to ‹{ $beneficiary }›; its cap is { $limit }, { $excess } too many (rows { $rows }).
find-e438-action = Lower the commitment, or raise max_per_household.
find-e439-cause = The source ‹{ $source }› has committed { $committed } đồng in the commune ‹{ $commune }›; its cap is { $limit }, { $excess } too many (rows { $rows }).
find-e439-action = Lower the commitments, or raise max_per_commune.
find-e441-cause = A pairing names exactly one of area and household.
find-e441-action = Write a commune or a household, not both.
find-e442-cause = This pair already stands in row { $first }.
find-e442-action = Remove a row.
find-e443-cause = This source is paired with communes and with households (see row { $first }).
find-e443-action = Write only communes or only households for one source.
find-e444-cause = The source ‹{ $source }› keeps { $keeps } places; its most is { $most }.
find-e444-action = Remove keeps, or raise max_partners.
find-w445-cause = A commitment makes the need of ‹{ $beneficiary }› for ‹{ $package }›, which the package would refuse ({ $condition }).
find-w445-action = Check the line; the commitment stands.
find-e446-cause = The package ‹{ $package }› is for communes, so its demand cannot be { $found }.
find-e446-action = Write requested, and the communes' requests in needs.
find-w450-cause = No need satisfies the conditions of the source ‹{ $source }›.
find-w450-action = Check the conditions and the account of the source.
find-w460-cause = Under { $key } = unit a unit of ‹{ $cheapest }› ({ $lowest } đồng) weighs like one of ‹{ $dearest }› ({ $highest } đồng).
find-w460-action = Use basis = cost, or set the priority of the packages.
find-e461-cause = Rule ‹{ $rule }›: ‹{ $key }› = ‹{ $found }› means nothing.
find-e461-action = Use one of: { $expected }.
find-e462-cause = ‹{ $rule }› has no name.
find-e462-action = Give the rule a name of its own.
find-e463-cause = Another rule is called ‹{ $found }› too.
find-e463-action = Rename one of them.
find-e464-cause = Rule ‹{ $rule }›: ‹{ $key }› = ‹{ $found }› is no bound (or both at_least and at_most are missing).
find-e464-action = Write a number that is not negative, money ("80 triệu", of amount alone) or a percentage ("40%").
find-e465-cause = Rule ‹{ $rule }›: there is no ‹{ $found }› among the { $key }; the nearest is ‹{ $nearest }›.
find-e465-action = Correct the id.
find-e466-cause = Rule ‹{ $rule }›: ‹of› has a meaning only where a bound is a share, and a share needs ‹over› or ‹where›.
find-e466-action = Remove ‹of›, or add ‹where› or ‹over›.
find-e467-cause = Rule ‹{ $rule }›: soft = ‹{ $found }› is no positive number.
find-e467-action = Write a price above 0, or remove soft so that the rule must hold.
find-e468-cause = Rule ‹{ $rule }›: at_least is above at_most.
find-e468-action = Exchange the two.
find-e469-cause = Rule ‹{ $rule }›: this measure does not go with ‹{ $key }› ({ $found }).
find-e469-action = over = source, where.sources and where.kinds go with amount; exits and poverty_drop with all or areas and conditions on areas, classes, tags; partners with over = commune, conditions on areas, plain numbers, and no soft.
find-e470-cause = Rule ‹{ $rule }› needs poverty rates, and the commune ‹{ $area }› has no number of households.
find-e470-action = Fill in the households of the commune in areas.
find-e471-cause = Rule ‹{ $rule }›: the commune ‹{ $area }› may have at most { $most } sources, but keep rows and commitments alone place { $count } there: { $sources }.
find-e471-action = Raise at_most, leave the commune out of the rule, or remove a keep row or a commitment.
find-w472-cause = Rule ‹{ $rule }› has at_least, but { $count } groups have no need that could reach it: { $groups }.
find-w472-action = Check needs and the conditions of the rule; rules.csv lists these groups as no_demand.
find-w473-cause = Rule ‹{ $rule }› has at_least, but no need satisfies its conditions, so it binds nothing.
find-w473-action = Check where and over of the rule, and needs.
find-e480-cause = The commitments to { $beneficiary } for { $package } cannot be completed to whole units: { $missing } đồng are missing.
find-e480-action = Give eligible sources more money, or change the commitment to whole units.
find-e481-cause = Repair { $repair }: rule ‹{ $rule }› in ‹{ $group }› ({ $beneficiaries } beneficiaries) cannot reach { $key } = { $asked }; { $missing } is missing.
find-e481-action = Move { $key } by { $missing }, or add money that may go there; all other rules then hold.
find-e482-cause = Certainly impossible: rule ‹{ $rule }› in ‹{ $group }› asks at_least = { $asked }, but meeting every need there gives { $possible } only.
find-e482-action = Lower at_least to { $possible } or less, or add needs.
find-e483-cause = Certainly impossible: rule ‹{ $rule }› in ‹{ $group }› asks at_least = { $asked }, but the money that may go there is { $money } đồng (sources: { $sources }) and gives { $possible } at most.
find-e483-action = Add money that may go there, free a source of a condition, or lower at_least to { $possible } or less.
find-e484-cause = Certainly impossible: for { $count } groups of rule ‹{ $rule }› to reach at_least = { $asked } together takes { $needed } đồng more at least, but of the money that may go there { $money } đồng can be used: { $missing } đồng are missing.
find-e484-action = Add at least { $missing } đồng that may go there, free a source of a condition, or lower at_least.
find-e485-cause = Certainly impossible: even if every package could be granted in parts, the rules cannot hold together. If only ‹{ $rule }› in ‹{ $group }› ({ $key } = { $asked }) gives way, it must by { $missing } at least.
find-e485-action = Move it by that much at least and run again; or raise time_limit, so that repairs in whole units can be found.
find-e486-cause = Certainly impossible: even if every package could be granted in parts, the rules cannot hold together, and no single one giving way would do. The least change has ‹{ $rule }› in ‹{ $group }› ({ $key } = { $asked }) move by { $missing }.
find-e486-action = Move the rules that are named and run again; or raise time_limit, so that repairs in whole units can be found.
find-e487-cause = The commitments alone break rule ‹{ $rule }› in ‹{ $group }›: with { $lines } lines, units that they begin counted whole, they count { $reached }, and at_most = { $asked }. This line: { $amount } đồng.
find-e487-action = Raise at_most to { $reached } at least, or change the commitments; a commitment is always kept.
find-w482-cause = Rule ‹{ $rule }› in ‹{ $group }› cannot hold together with the others: { $key } was relaxed from { $asked } to { $bound } (--relax).
find-w482-action = This plan does not keep the bound as written: whoever decides must know before signing; or change the rule, add money, and run again.
find-w520-cause = The earlier run paid for { $count } needs, { $amount } đồng, which the scenario no longer has.
find-w520-action = Nothing need be done: they do not count as changes. If that is wrong, mend the ids in the table needs.

# Sweeps
find-e601-cause = The scenario has no case to compare: [sweep] has no axis, case, pledges or baselines.
find-e601-action = Add at least one [[sweep.axis]] or [[sweep.case]] to scenario.toml.
find-e602-cause = “{ $key }” names nothing: there is no “{ $found }” (nearest: { $nearest }), or a sweep cannot change it.
find-e602-action = Write a key of scenario.toml, a cell such as sources[id].amount, or rules[name].at_least.
find-e603-cause = There is no customary rule “{ $found }” (nearest: { $nearest }).
find-e603-action = Choose one of: { $expected }.
find-e604-cause = “{ $key }” gives too many cases, or none (at most { $most }).
find-e604-action = Take fewer axes or values; every axis needs at least one value.
