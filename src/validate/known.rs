//! The things that later tables refer to, and how a cell finds them: an unknown id is a finding with the nearest one.

use std::collections::BTreeMap;

use crate::domain::{Area, Beneficiary, Household, Level, Package};
use crate::findings::{Finding, HIDDEN};
use crate::ids::{AreaIndex, HouseholdIndex, PackageIndex};
use crate::input::fold;

use super::cells::{Cells, Column};
use super::register::{Lookup, Register};

/// Digits of a number that may be a person's.
const LONG_NUMBER: usize = 10;

/// Areas, households and packages as read, each sorted by id, with all their ids.
#[derive(Debug)]
pub(super) struct Known<'a> {
    /// Areas.
    pub(super) areas: Vec<Area>,
    /// Codes of all areas.
    pub(super) area_codes: Register<'a>,
    /// Who has which tag.
    pub(super) area_tags: AreaTags,
    /// Households.
    pub(super) households: Vec<Household>,
    /// Ids of all households.
    pub(super) household_ids: Register<'a>,
    /// Packages.
    pub(super) packages: Vec<Package>,
    /// Ids of all packages.
    pub(super) package_ids: Register<'a>,
}

impl<'a> Known<'a> {
    /// The household or commune that an id names.
    pub(super) fn beneficiary(&self, cells: &mut Cells<'a, '_>, column: Column, id: &'a str) -> Option<Beneficiary> {
        match self.household_ids.find(id) {
            Lookup::At(position) => return Some(Beneficiary::Household(HouseholdIndex::new(position))),
            Lookup::Broken => {
                cells.spoil();
                return None;
            }
            Lookup::Unknown => {}
        }
        match self.area_codes.find(id) {
            Lookup::At(_) => self.commune(cells, column, id).map(Beneficiary::Commune),
            Lookup::Broken => {
                cells.spoil();
                None
            }
            Lookup::Unknown => {
                let near = self.nearest_beneficiary(id);
                refuse(cells, column, &Reference { id, table: "households, areas", near });
                None
            }
        }
    }

    fn nearest_beneficiary(&self, id: &str) -> &'a str {
        let names = [self.household_ids.nearest(id), self.area_codes.nearest(id)];
        crate::findings::nearest(id, names.into_iter().filter(|&name| name != "—")).unwrap_or("—")
    }

    /// The commune that a code names.
    pub(super) fn commune(&self, cells: &mut Cells<'a, '_>, column: Column, code: &'a str) -> Option<AreaIndex> {
        let area = self.area(cells, column, code)?;
        let is_commune = self.areas.get(area.get()).is_some_and(|area| area.level == Level::Commune);
        if !is_commune {
            cells.push(Finding::new("E308", cells.place_of(column)).with("found", code));
        }
        is_commune.then_some(area)
    }

    /// The area that a code names.
    pub(super) fn area(&self, cells: &mut Cells<'a, '_>, column: Column, code: &'a str) -> Option<AreaIndex> {
        match (self.area_codes.find(code), self.area_tags.codes(code)) {
            (Lookup::Unknown, Some(codes)) => {
                let finding = Finding::new("E317", cells.place_of(column)).with("found", code);
                cells.push(finding.with("count", codes.len()).with("codes", codes.join("; ")));
                None
            }
            _ => find(&self.area_codes, "areas", cells, column, code).map(AreaIndex::new),
        }
    }

    /// The package that an id names.
    pub(super) fn package(&self, cells: &mut Cells<'a, '_>, column: Column, id: &'a str) -> Option<PackageIndex> {
        find(&self.package_ids, "packages", cells, column, id).map(PackageIndex::new)
    }

    /// The household that an id names.
    pub(super) fn household(&self, cells: &mut Cells<'a, '_>, column: Column, id: &'a str) -> Option<HouseholdIndex> {
        find(&self.household_ids, "households", cells, column, id).map(HouseholdIndex::new)
    }

    /// The package at `index`.
    pub(super) fn package_at(&self, index: PackageIndex) -> &Package {
        self.packages.get(index.get()).expect("a package index comes from this list")
    }

    /// The household at `index`.
    pub(super) fn household_at(&self, index: HouseholdIndex) -> &Household {
        self.households.get(index.get()).expect("a household index comes from this list")
    }

    /// The id of a beneficiary.
    pub(super) fn id_of(&self, beneficiary: Beneficiary) -> &str {
        match beneficiary {
            Beneficiary::Household(household) => &self.household_at(household).id,
            Beneficiary::Commune(area) => &self.areas.get(area.get()).expect("an area index comes from this list").code,
        }
    }
}

/// The codes of the areas that have a tag, by tag: people write a tag where a code is asked for.
#[derive(Debug, Default)]
pub(super) struct AreaTags(BTreeMap<String, Vec<String>>);

impl AreaTags {
    /// The tags of areas in their order.
    pub(super) fn of(areas: &[Area]) -> Self {
        let mut tags: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for area in areas {
            for tag in &area.tags {
                tags.entry(fold(tag)).or_default().push(area.code.clone());
            }
        }
        Self(tags)
    }

    /// The areas that have the tag, whatever its case and signs; none where nothing has it.
    fn codes(&self, tag: &str) -> Option<&[String]> {
        self.0.get(&fold(tag)).map(Vec::as_slice)
    }
}

/// The position that an id of a table names; an unknown one is a finding.
pub(super) fn find<'a>(
    register: &Register<'a>,
    table: &'static str,
    cells: &mut Cells<'a, '_>,
    column: Column,
    id: &'a str,
) -> Option<usize> {
    match register.find(id) {
        Lookup::At(position) => Some(position),
        Lookup::Broken => {
            cells.spoil();
            None
        }
        Lookup::Unknown => {
            refuse(cells, column, &Reference { id, table, near: register.nearest(id) });
            None
        }
    }
}

/// A reference to nothing.
struct Reference<'a> {
    id: &'a str,
    table: &'static str,
    near: &'a str,
}

fn refuse(cells: &mut Cells<'_, '_>, column: Column, reference: &Reference<'_>) {
    // Some offices count households by the identity number of their head; a spreadsheet takes its zeros away.
    let is_identity = reference.table.starts_with("households")
        && reference.id.len() >= LONG_NUMBER
        && reference.id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let found = if is_identity { HIDDEN } else { reference.id };
    let finding = Finding::new("E303", cells.place_of(column)).with("found", found);
    cells.push(finding.with("table", reference.table).with("nearest", reference.near));
}
