//! `groups.csv`: how the fairness groups stand against their entitlement.

use super::accounts::Accounts;
use crate::domain::tables::GroupRow;
use crate::ids::{AreaIndex, NeedIndex};
use crate::severity::group_at;

/// Weights of one area as a fairness group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weighed {
    /// Weight asked.
    pub(super) asked: f64,
    /// Weight served, outside help included.
    pub(super) served: f64,
    /// F; 0 where it takes no part.
    pub(super) floor: f64,
}

impl Weighed {
    /// Served ÷ asked; `None` without demand.
    pub(super) fn coverage(&self) -> Option<f64> {
        (self.asked > 0.0).then(|| self.served / self.asked)
    }

    /// max(0, F − served).
    pub(super) fn shortfall(&self) -> f64 {
        (self.floor - self.served).max(0.0)
    }
}

/// Weights of every group.
pub(super) struct Standing {
    group_of_need: Vec<AreaIndex>,
    of_area: Vec<Weighed>,
}

impl Standing {
    /// Adds up what every group asked and got.
    pub(super) fn of(accounts: &Accounts<'_>) -> Self {
        let scenario = accounts.scenario();
        let mut of_area = vec![Weighed::default(); scenario.areas.len()];
        for share in accounts.books.groups {
            if let Some(weighed) = of_area.get_mut(share.group.get()) {
                weighed.floor = share.floor;
            }
        }
        let level = scenario.settings.fairness.over;
        let mut group_of_need = Vec::with_capacity(scenario.needs.len());
        for (index, need) in scenario.needs() {
            let group = group_at(scenario, scenario.home(need.beneficiary), level);
            group_of_need.push(group);
            if let Some(weighed) = of_area.get_mut(group.get()) {
                weighed.asked += accounts.weight(index, need, need.asked());
                weighed.served += accounts.weight(index, need, accounts.served(index, need));
            }
        }
        Self { group_of_need, of_area }
    }

    /// The group that a need belongs to.
    pub(super) fn of_need(&self, need: NeedIndex) -> Weighed {
        self.group(self.group_of_need.get(need.get()).copied().expect("every need has a group"))
    }

    /// An area as a group.
    pub(super) fn group(&self, area: AreaIndex) -> Weighed {
        self.of_area.get(area.get()).copied().expect("weights cover every area")
    }
}

/// The rows, by code.
pub(super) fn rows(accounts: &Accounts<'_>, standing: &Standing) -> Vec<GroupRow> {
    let mut shares = accounts.books.groups.to_vec();
    shares.sort_by_key(|share| share.group);
    let row = |share: &crate::domain::GroupShare| {
        let area = accounts.scenario().area(share.group);
        let weighed = standing.group(share.group);
        GroupRow {
            group: area.code.clone(),
            level: area.level,
            weight_asked: weighed.asked,
            weight_served: weighed.served,
            coverage: weighed.coverage(),
            entitlement: share.entitlement,
            floor: share.floor,
            shortfall: weighed.shortfall(),
        }
    };
    shares.iter().map(row).collect()
}
