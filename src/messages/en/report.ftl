# The report of a run (report.html).
report-title = Result of the allocation
report-subtitle = Report of an allocation for { $year } · chungtay { $version }
report-number = { $number }
report-money = { $amount }

# Sections
report-part-overview = Overview
report-part-places = Communes
report-part-flow = Where the money goes
report-part-people = Households and awards
report-part-sources = Sources: used, left and why
report-part-left = Needs that stay open and why
report-part-rules = Rules and what they cost
report-part-method = How the plan was made

# Headline
report-fact-money = Money awarded
report-fact-money-note = Available { $available }, left { $left }. Asked: { $asked }.
report-fact-households = Households helped
report-fact-households-note = { $awards } awards; { $exits } households expected to leave poverty.
report-fact-coverage = Need met
report-fact-coverage-note = Share of need met, weighted by urgency; help from others included.
report-fact-worst = Worst-off commune
report-fact-worst-note = { $coverage } of its need met.
report-fact-gap = Proved gap
report-fact-gap-certified = No plan can be better by more than this, as certificate.json proves for anyone to check. By the solver's word: { $solver }.
report-fact-gap-solver = No plan can be better by more than this, by the solver's word.
report-relaxed = RELAXED: rule ‹{ $rule }›, { $group }: { $key } { FIGURE($asked) } → { FIGURE($bound) }.
report-fact-findings = Findings in the data
report-fact-findings-note = They are listed at the end of the page.

# Communes
report-tiles = Share of need met in each commune. Press a square to see the commune.
report-tile = { $name }: { $served } awarded of { $asked } asked
report-map = Share of need met, on the map. Press a commune to see it.
report-map-table = Share of need met of the communes on the map
report-coverage = Share of need met against the floor, lowest on top. Red bars are below their floor.
report-coverage-lowest = The { $count } lowest shares of need met, against the floor; the others are in the table below. Red bars are below their floor.
report-coverage-table = Share of need met, floor and entitlement
report-communes-hint = Open a commune to see its households; open a household to see what it gets, who pays, and what it lacks.
report-communes-table = Communes

# Money
report-flow = From kinds of source, through purposes, to areas. The thicker the line, the more money.
report-flow-table = Money by kind of source, purpose and area
report-other-areas = Other areas
report-kind-fund = Fund
report-kind-donor = Donor
report-kind-agency = Sponsoring agency
report-purpose-housing = Housing
report-purpose-livelihood = Livelihood
report-purpose-education = Education
report-purpose-health = Health
report-purpose-water-sanitation = Water and sanitation
report-purpose-information = Information
report-purpose-gift = Gifts
report-purpose-relief = Relief
report-purpose-public-work = Public works
report-purpose-model = Models

# Households
report-people-hint = One row for each household (or request of a commune), those that get nothing included. Ids only; names are in the workbook to sign.
report-too-long = This table has { $rows } rows, too many for a page. They are in { $file }.
report-households-table = Households and requests of communes
report-awards-table = Awards
report-transfers-table = Who pays for whom
report-outcome-met = All met
report-outcome-partly = Partly met
report-outcome-nothing = Nothing
report-outcome-outside = Met by others
report-outcome-outside-partly = Helped by others only, need left
report-status-new = New
report-status-promised = Promised
report-status-disbursed = Paid out
report-status-outside = Given by others
report-certainty-sure = Money is there
report-certainty-if-pledged = Depends on pledges

# Sources and open needs
report-sources-hint = Open a source to see whom it pays for. Goods are counted at the cost of the package.
report-sources-table = Sources
report-left-nothing = Every need is met.
report-unserved-table = Open needs
report-reasons = Money missing by reason. Press a bar to see these needs.
report-reasons-table = Money missing by reason

# Rules
report-rules-none = The scenario sets no rule.
report-rules-hint = Cost: objective lost per unit of the bound (a million đồng, 0.01 of coverage, a point, a unit); only for the binding rules that matter most.
report-rules-table = Rules
report-group-all = Everything
report-pairings-table = Who stands by whom
report-measure-amount = Money
report-measure-units = Units
report-measure-weight = Weight
report-measure-coverage = Coverage
report-measure-households = Households
report-measure-exits = Exits from poverty
report-measure-poverty-drop = Drop of poverty, points
report-measure-partners = Partners
report-rule-held = Held
report-rule-missed = Missed
report-rule-no-demand = No demand
report-pair-keep = Kept
report-pair-chosen = Chosen
report-yes = yes
report-no = no

# Method
report-method-text = The program weighs how urgent each need is, finds what each area is due, then finds the plan that meets the most urgent need without breaking a condition of a source, a floor or a hard rule. Money is shared out to the single đồng. A second, independent reading of the written files judged the plan before it was published. The bound is a value that no plan can pass; the gap between value and bound says how much better a plan could be at most.
report-stages-table = Stages
report-findings-none = Nothing was found wrong with the data.
report-findings-table = Findings in the data
report-inputs-table = The files that the run was made from (SHA-256)

# Columns
report-col-area = Area
report-col-commune = Commune
report-col-code = Code
report-col-above = Part of
report-col-coverage = Need met
report-col-floor = Floor
report-col-entitlement = Entitlement
report-col-shortfall = Below the floor by
report-col-asked = Asked (VND)
report-col-served = Awarded (VND)
report-col-outside = Given by others (VND)
report-col-helped = Households helped
report-col-exits = Expected to leave poverty
report-col-rate = Poverty rate
report-col-rate-after = Poverty rate after
report-col-from = From
report-col-to = To
report-col-amount = Amount (VND)
report-col-beneficiary = Beneficiary
report-col-household = Household
report-col-outcome = Outcome
report-col-awards = Awards
report-col-paid = Awarded (VND)
report-col-open = Open needs
report-col-missing = Missing (VND)
report-col-package = Package
report-col-purpose = Purpose
report-col-units = Units
report-col-units-asked = Asked
report-col-units-served = Met
report-col-weight = Weight
report-col-weight-missing = Weight missing
report-col-status = Status
report-col-certainty = Certainty
report-col-reason = Reason
report-col-reason-left = Why money is left
report-col-source = Source
report-col-kind = Kind
report-col-available = Available (VND)
report-col-used = Used (VND)
report-col-left = Left (VND)
report-col-needs = Money needed for one more unit (VND)
report-col-rule = Rule
report-col-group = Group
report-col-measure = Measure
report-col-value = Value
report-col-share = Share
report-col-at-least = At least
report-col-at-most = At most
report-col-slack = Slack
report-col-binding = Binding
report-col-cost = Cost
report-col-pair-value = Worth of the pair
report-col-stage = Stage
report-col-bound = Solver's bound
report-col-certified = Certified bound
report-col-gap = Gap
report-col-finding = Code
report-col-file = File
report-col-sheet = Sheet
report-col-row = Row
report-col-column = Column
report-col-cause = What is wrong
report-col-action = What to do
report-col-hash = SHA-256
