# Money's marginal worth (command marginal).
marginal-title = What the money of each source is worth at the margin
marginal-note = Found by solving the linear model again, with entitlements and floors as they are; parts of a unit count.
marginal-sheet = Marginal worth
marginal-source = Source
marginal-name = Its name
marginal-free = Free to use (đồng)
marginal-step = Step (đồng)
marginal-more = A step more: objective gains
marginal-more-units = A step more: served besides
marginal-less = A step less: objective loses
marginal-less-units = A step less: no longer served
marginal-lifted = Earmark lifted: objective gains
marginal-lifted-units = Earmark lifted: served besides
marginal-units = { $units } × { $package }
marginal-rest = … and { $count } sources more: all of them with --xlsx or --format json.
marginal-unknown = There is no source "{ $id }".
marginal-nearest = There is no source "{ $id }"; the nearest is "{ $nearest }".
