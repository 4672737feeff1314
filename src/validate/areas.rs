//! `areas`: a forest of provinces, districts, communes and villages. Refuses circles, parents that are not above
//! their children, and counts that contradict each other.

use std::collections::BTreeSet;

use crate::domain::{Area, Level};
use crate::findings::{Finding, Findings};
use crate::ids::AreaIndex;

use super::cells::{Cells, Column, Sheet};
use super::register::{Lookup, Register, read_by_id};
use super::words;

struct Columns {
    code: Column,
    name: Column,
    level: Column,
    parent: Column,
    setting: Column,
    households: Column,
    poor: Column,
    near_poor: Column,
    tags: Column,
}

/// An area before its parent is found.
struct Draft<'a> {
    area: Area,
    parent: &'a str,
    row: u32,
}

/// Reads the table: sound areas by code, each with a sound lineage.
pub(super) fn read<'a>(sheet: &Sheet<'a>, findings: &mut Findings) -> (Vec<Area>, Register<'a>) {
    let columns = Columns {
        code: sheet.require("code", findings),
        name: sheet.require("name", findings),
        level: sheet.require("level", findings),
        parent: sheet.column("parent"),
        setting: sheet.column("setting"),
        households: sheet.column("households"),
        poor: sheet.column("poor_households"),
        near_poor: sheet.column("near_poor_households"),
        tags: sheet.column("tags"),
    };
    let (drafts, mut register) = read_by_id(sheet, columns.code, findings, |cells| read_row(cells, &columns));
    let mut forest = Forest { sheet, column: columns.parent, drafts: &drafts, findings };
    let parents = forest.parents(&register);
    let is_sound = forest.sound(&parents);
    let areas = settle(drafts, &parents, &is_sound, &mut register);
    (areas, register)
}

fn read_row<'a>(cells: &mut Cells<'a, '_>, columns: &Columns) -> Option<Draft<'a>> {
    let name = cells.required(columns.name).to_owned();
    let level = cells.required_word(columns.level, words::LEVELS);
    let area = Area {
        code: cells.text(columns.code).to_owned(),
        name,
        level: level.unwrap_or(Level::Village),
        parent: None,
        setting: cells.word(columns.setting, words::SETTINGS).unwrap_or_default(),
        households: cells.count(columns.households, 0),
        poor_households: cells.count(columns.poor, 0),
        near_poor_households: cells.count(columns.near_poor, 0),
        tags: cells.list(columns.tags).map(str::to_owned).collect(),
    };
    judge_counts(cells, columns, &area);
    let parent = cells.text(columns.parent);
    level.map(|_| Draft { area, parent, row: cells.number() })
}

/// More poor households than households is an error (a rate above 1), poor and near-poor together a warning.
fn judge_counts(cells: &mut Cells<'_, '_>, columns: &Columns, area: &Area) {
    let Some(households) = area.households else { return };
    let poor = area.poor_households.unwrap_or(0);
    let near_poor = area.near_poor_households.unwrap_or(0);
    if poor > households {
        cells.push(cells.finding("E417", columns.poor).with("households", households));
    } else if poor.saturating_add(near_poor) > households {
        let finding = cells.finding("W418", columns.near_poor).with("households", households);
        cells.push(finding.with("poor", poor));
    }
}

/// The areas while their parents are found and judged.
struct Forest<'a, 'f> {
    sheet: &'f Sheet<'a>,
    column: Column,
    drafts: &'f [Draft<'a>],
    findings: &'f mut Findings,
}

/// What stands above an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parent {
    /// Nothing: a root.
    None,
    /// The area at this position.
    At(usize),
    /// Something that earned a finding.
    Broken,
}

impl Forest<'_, '_> {
    fn parents(&mut self, register: &Register<'_>) -> Vec<Parent> {
        let mut parents = Vec::with_capacity(self.drafts.len());
        for draft in self.drafts {
            parents.push(match register.find(draft.parent) {
                _ if draft.parent.is_empty() => Parent::None,
                Lookup::At(position) => Parent::At(position),
                Lookup::Broken => Parent::Broken,
                Lookup::Unknown => {
                    let finding = self.finding("E303", draft).with("table", "areas");
                    self.findings.push(finding.with("nearest", register.nearest(draft.parent)));
                    Parent::Broken
                }
            });
        }
        parents
    }

    fn finding(&self, code: &'static str, draft: &Draft<'_>) -> Finding {
        Finding::new(code, self.sheet.place(draft.row, self.column)).with("found", draft.parent)
    }

    /// Whether each area and all areas above it are without a finding.
    fn sound(&mut self, parents: &[Parent]) -> Vec<bool> {
        let in_circle = self.circles(parents);
        let own: Vec<bool> = (0..parents.len())
            .map(|position| !in_circle.contains(&position) && self.is_below_its_parent(position, parents))
            .collect();
        let chain = |start: usize| {
            std::iter::successors(Some(start), |&position| match parents.get(position) {
                Some(Parent::At(above)) => Some(*above),
                _ => None,
            })
        };
        // A chain stops at the first unsound area, so it never runs in a circle.
        let is_sound = |position: usize| own.get(position).copied().unwrap_or(false);
        (0..parents.len()).map(|start| chain(start).find(|&position| !is_sound(position)).is_none()).collect()
    }

    fn is_below_its_parent(&mut self, position: usize, parents: &[Parent]) -> bool {
        let Some(draft) = self.drafts.get(position) else { return false };
        let above = match parents.get(position) {
            Some(Parent::None) => return true,
            Some(&Parent::At(above)) => self.drafts.get(above),
            _ => None,
        };
        let Some(above) = above else { return false };
        let is_below = draft.area.level < above.area.level;
        if !is_below {
            let levels = (words::key_of(draft.area.level), words::key_of(above.area.level));
            let finding = self.finding("E305", draft).with("code", &draft.area.code);
            self.findings.push(finding.with("level", levels.0).with("above", levels.1));
        }
        is_below
    }

    /// The areas that stand above themselves; each circle is one finding, at its smallest code.
    fn circles(&mut self, parents: &[Parent]) -> BTreeSet<usize> {
        let mut done = vec![false; parents.len()];
        let mut in_circle = BTreeSet::new();
        for start in 0..parents.len() {
            let mut path = Vec::new();
            let mut at = start;
            while let Some(seen) = done.get_mut(at).filter(|seen| !**seen) {
                *seen = true;
                path.push(at);
                match parents.get(at) {
                    Some(&Parent::At(above)) => at = above,
                    _ => break,
                }
            }
            let Some(from) = path.iter().position(|&position| position == at) else { continue };
            let closes = parents.get(path.last().copied().unwrap_or(at)) == Some(&Parent::At(at));
            if closes {
                let members: Vec<usize> = path.into_iter().skip(from).collect();
                self.report_circle(&members);
                in_circle.extend(members);
            }
        }
        in_circle
    }

    fn report_circle(&mut self, members: &[usize]) {
        let drafts = || members.iter().filter_map(|&position| self.drafts.get(position));
        let codes: Vec<&str> = drafts().map(|draft| draft.area.code.as_str()).collect();
        let Some(first) = drafts().min_by(|one, other| one.area.code.cmp(&other.area.code)) else { return };
        let finding = self.finding("E306", first).with("circle", codes.join(" → "));
        self.findings.push(finding);
    }
}

/// The sound areas with their parents at their final positions.
fn settle(drafts: Vec<Draft<'_>>, parents: &[Parent], is_sound: &[bool], register: &mut Register<'_>) -> Vec<Area> {
    let mut next = 0;
    let positions: Vec<Option<usize>> = is_sound
        .iter()
        .map(|&sound| {
            let position = sound.then_some(next);
            next += usize::from(sound);
            position
        })
        .collect();
    register.moved(&positions);
    let position_of = |parent: Option<&Parent>| match parent {
        Some(&Parent::At(above)) => positions.get(above).copied().flatten().map(AreaIndex::new),
        _ => None,
    };
    let sound = drafts.into_iter().zip(is_sound).enumerate().filter(|(_, (_, sound))| **sound);
    sound.map(|(position, (draft, _))| Area { parent: position_of(parents.get(position)), ..draft.area }).collect()
}
