//! What a rule measures, added up over some needs, or over the pairing (page 3, "Rules"). Amounts are whole đồng paid here; everything else
//! counts outside help too.

use crate::domain::tables::Figure;
use crate::domain::{Beneficiary, BeneficiaryKind, Need, RuleMeasure};
use crate::ids::{NeedIndex, SourceIndex};
use crate::ledger::accounts::Accounts;
use crate::ledger::projection;
use crate::rules::GroupKey;
use crate::units::Vnd;

/// The value in a group over `needs` (in order), of an area with so many official households; amounts count the sources
/// that `pays` names. `None` where it is divided by nothing.
pub(super) fn value(
    accounts: &Accounts<'_>,
    (measure, key): (RuleMeasure, &GroupKey),
    (needs, households): (&[NeedIndex], f64),
    pays: &dyn Fn(SourceIndex) -> bool,
) -> Option<Figure> {
    let needs: Vec<(NeedIndex, &Need)> = needs.iter().map(|&index| (index, accounts.scenario().need(index))).collect();
    let number = match measure {
        RuleMeasure::Amount => return Some(Figure::Money(amount(accounts, &needs, pays))),
        RuleMeasure::Units => needs.iter().map(|&need| units(accounts, need)).sum(),
        RuleMeasure::Weight => weight(accounts, &needs),
        RuleMeasure::Coverage => {
            let asked: f64 = needs.iter().map(|&(index, need)| accounts.weight(index, need, need.asked())).sum();
            return (asked > 0.0).then(|| Figure::Number(weight(accounts, &needs) / asked));
        }
        RuleMeasure::Households => by_beneficiary(&needs).map(|(who, run)| helped(accounts, who, run)).sum(),
        RuleMeasure::Exits => exits(accounts, &needs),
        RuleMeasure::PovertyDrop => {
            return (households > 0.0).then(|| Figure::Number(100.0 * exits(accounts, &needs) / households));
        }
        RuleMeasure::Partners => return partners(accounts, key),
    };
    Some(Figure::Number(number))
}

/// Weight asked.
pub(super) fn asked(accounts: &Accounts<'_>, needs: &[NeedIndex]) -> f64 {
    let weight = |&index: &NeedIndex| {
        let need = accounts.scenario().need(index);
        accounts.weight(index, need, need.asked())
    };
    needs.iter().map(weight).sum()
}

/// Đồng paid here.
fn amount(accounts: &Accounts<'_>, needs: &[(NeedIndex, &Need)], pays: &dyn Fn(SourceIndex) -> bool) -> Vnd {
    let payments = needs.iter().flat_map(|&(index, _)| accounts.payments_of(index));
    payments.filter(|payment| pays(payment.source)).map(|payment| payment.amount).sum()
}

/// Sources that the pairing chose for a commune.
fn partners(accounts: &Accounts<'_>, key: &GroupKey) -> Option<Figure> {
    let GroupKey::Area(commune) = *key else { return None };
    let count = u32::try_from(accounts.books.pairings.partners(commune)).expect("a count of sources fits 32 bits");
    Some(Figure::Number(f64::from(count)))
}

/// Units served.
fn units(accounts: &Accounts<'_>, (index, need): (NeedIndex, &Need)) -> f64 {
    accounts.served(index, need).units_of(need.unit_cost)
}

/// Weight served.
fn weight(accounts: &Accounts<'_>, needs: &[(NeedIndex, &Need)]) -> f64 {
    needs.iter().map(|&(index, need)| accounts.weight(index, need, accounts.served(index, need))).sum()
}

/// Runs of the needs of one beneficiary.
fn by_beneficiary<'a, 'n>(
    needs: &'a [(NeedIndex, &'n Need)],
) -> impl Iterator<Item = (Beneficiary, &'a [(NeedIndex, &'n Need)])> {
    let runs = needs.chunk_by(|(_, one), (_, next)| one.beneficiary == next.beneficiary);
    runs.filter_map(|run| run.first().map(|(_, need)| (need.beneficiary, run)))
}

/// A household with an award; on a commune's request, each unit of a household package.
fn helped(accounts: &Accounts<'_>, who: Beneficiary, needs: &[(NeedIndex, &Need)]) -> f64 {
    let has_award = || needs.iter().any(|&(index, need)| accounts.served(index, need) > Vnd::ZERO);
    let is_for_households =
        |need: &Need| accounts.scenario().package(need.package).beneficiary == BeneficiaryKind::Household;
    match who {
        Beneficiary::Household(_) => f64::from(u8::from(has_award())),
        Beneficiary::Commune(_) => {
            needs.iter().filter(|(_, need)| is_for_households(need)).map(|&need| units(accounts, need)).sum()
        }
    }
}

/// Households expected to leave poverty. Conditions on needs have no meaning here, so `needs` are all of a household.
fn exits(accounts: &Accounts<'_>, needs: &[(NeedIndex, &Need)]) -> f64 {
    let leaves = |(who, run): (Beneficiary, &[(NeedIndex, &Need)])| match who {
        Beneficiary::Household(household) => u32::from(projection::exits(accounts, household, run)),
        Beneficiary::Commune(_) => 0,
    };
    f64::from(by_beneficiary(needs).map(leaves).sum::<u32>())
}
