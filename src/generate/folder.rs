//! The files of a generated folder, row by row as they come. Money in whole đồng, lines end in `\n`, equal rows give
//! equal bytes.

use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::commitments::Line;
use super::communes::Commune;
use super::data::ProvinceFacts;
use super::households::{Household, INDICATORS};
use super::needs::Ask;
use super::profile::Facts;
use super::sources::Source;
use crate::domain::Class;

type Table = csv::Writer<BufWriter<File>>;

/// The open files.
pub(super) struct Folder {
    path: PathBuf,
    areas: Table,
    households: Table,
    needs: Table,
    sources: Table,
    /// Only where a profile has some.
    commitments: Option<Table>,
    /// Only where a source chooses households.
    pairings: Option<Table>,
    /// Whether sources state how many places they may help.
    has_partners: bool,
}

impl Folder {
    /// Makes the folder and the heading of every table that the profile has.
    pub(super) fn create(path: &Path, facts: &Facts) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let has_partners = facts.sources.iter().chain(&facts.above).any(|source| source.max_partners.is_some());
        let has_pairs = facts.sources.iter().any(|source| source.candidates.is_some());
        let mut sources = SOURCES.to_vec();
        sources.extend(has_partners.then_some("max_partners"));
        let mut columns = vec!["id", "area", "head_name", "birth_year", "members", "class", "b1"];
        columns.extend(INDICATORS.map(|(key, _)| key));
        columns.push("tags");
        Ok(Self {
            areas: table(path, "areas", &AREAS)?,
            households: table(path, "households", &columns)?,
            needs: table(path, "needs", &NEEDS)?,
            sources: table(path, "sources", &sources)?,
            commitments: if facts.commitments.is_empty() {
                None
            } else {
                Some(table(path, "commitments", &COMMITMENTS)?)
            },
            pairings: if has_pairs { Some(table(path, "pairings", &PAIRINGS)?) } else { None },
            has_partners,
            path: path.to_owned(),
        })
    }

    /// `scenario.toml`.
    pub(super) fn settings(&self, text: &str) -> io::Result<()> {
        fs::write(self.path.join("scenario.toml"), text)
    }

    /// `packages.csv`.
    pub(super) fn packages(&self, text: &str) -> io::Result<()> {
        fs::write(self.path.join("packages.csv"), text)
    }

    /// A province, its former districts, its communes and their villages (`town_village`: what one is called in town).
    pub(super) fn areas(
        &mut self,
        province: &ProvinceFacts,
        communes: &[Commune],
        town_village: &str,
    ) -> io::Result<()> {
        self.area([&province.code, &province.name, "province", "", ""], &counts(&communes.iter()), "")?;
        let mut districts: Vec<&str> = Vec::new();
        for commune in communes {
            let setting = if commune.is_urban { "urban" } else { "rural" };
            if !commune.district.is_empty() && !districts.contains(&commune.district.as_str()) {
                districts.push(&commune.district);
                let code = district_code(province, districts.len());
                let inside = communes.iter().filter(|other| other.district == commune.district);
                self.area([&code, &commune.district, "district", &province.code, ""], &counts(&inside), "")?;
            }
            let district = districts.iter().position(|district| *district == commune.district);
            let parent = district.map_or_else(|| province.code.clone(), |one| district_code(province, one + 1));
            let head = [&commune.code, &commune.name, "commune", &parent, setting];
            self.area(head, &counts(&std::iter::once(commune)), &commune.tags())?;
            for village in 1..=commune.villages {
                let word = if commune.is_urban { town_village } else { &commune.region.village };
                let name = format!("{word} {village}");
                let head = [&commune.village_code(village), &name, "village", &commune.code, setting];
                self.area(head, &[const { String::new() }; 3], "")?;
            }
        }
        Ok(())
    }

    fn area(&mut self, head: [&str; 5], counts: &[String; 3], tags: &str) -> io::Result<()> {
        let counts = counts.iter().map(String::as_str);
        Ok(self.areas.write_record(head.into_iter().chain(counts).chain([tags]))?)
    }

    /// A household.
    pub(super) fn household(&mut self, household: &Household) -> io::Result<()> {
        let numbers = [household.birth_year.to_string(), household.members.to_string(), household.b1.to_string()];
        let [birth_year, members, b1] = &numbers;
        let class = household.class.key();
        let mut cells = vec![&household.id, &household.area, &household.head_name, birth_year, members, class, b1];
        cells.extend(household.deprived.map(|deprived| if deprived { "1" } else { "" }));
        let tags = household.tags.join(";");
        cells.push(&tags);
        Ok(self.households.write_record(cells)?)
    }

    /// Needs that were asked for.
    pub(super) fn needs(&mut self, asks: &[Ask]) -> io::Result<()> {
        for ask in asks.iter().filter(|ask| !ask.is_automatic) {
            let quantity = if ask.quantity == 1 { String::new() } else { ask.quantity.to_string() };
            let class = ask.class.map_or("", Class::key);
            let cost = number(ask.unit_cost);
            let priority = ask.priority.unwrap_or("");
            self.needs.write_record([&ask.beneficiary, ask.package, &quantity, class, &cost, priority])?;
        }
        Ok(())
    }

    /// Sources, with the codes of the areas that they are earmarked for, and the households that they may stand by.
    pub(super) fn sources(&mut self, communes: &[Commune], sources: &[Source]) -> io::Result<()> {
        for source in sources {
            let template = &source.template;
            let is_cash = template.goods.is_empty();
            let worth = source.worth.to_string();
            let (amount, quantity) = if is_cash { (worth.as_str(), "") } else { ("", worth.as_str()) };
            let status = if template.pledged.is_empty() { "received" } else { "pledged" };
            let codes = source.communes.iter().filter_map(|&position| communes.get(position)).map(|c| c.code.as_str());
            let areas = codes.chain(source.within.as_deref()).collect::<Vec<_>>().join(";");
            let beneficiaries = source.beneficiaries.join(";");
            let limits = [number(template.max_per_household), number(template.max_per_commune)];
            let whole_units = template.whole_units.map_or("", |_| "1");
            let [per_household, per_commune] = &limits;
            let partners = number(template.max_partners.map(u64::from));
            let mut cells = vec![
                &source.id,
                &source.name,
                &template.kind,
                amount,
                &template.goods,
                quantity,
                status,
                &template.pledged,
                &template.account,
                &areas,
                &template.purposes,
                &template.packages,
                &template.classes,
                &template.tags,
                &beneficiaries,
                &template.reserve,
                whole_units,
                per_household,
                per_commune,
            ];
            cells.extend(self.has_partners.then_some(partners.as_str()));
            self.sources.write_record(cells)?;
            for (household, is_kept) in &source.pairs {
                let status = if *is_kept { "keep" } else { "candidate" };
                let pairings = self.pairings.as_mut().expect("made where a source chooses households");
                pairings.write_record([&source.id, household, status])?;
            }
        }
        Ok(())
    }

    /// Commitments.
    pub(super) fn commitments(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            let amount = line.amount.to_string();
            let cells = [&line.source, &line.beneficiary, &line.package, "1", &amount, &line.status, &line.date];
            self.commitments.as_mut().expect("made where a profile has commitments").write_record(cells)?;
        }
        Ok(())
    }

    /// Brings every row to the disk.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let always = [&mut self.areas, &mut self.households, &mut self.needs, &mut self.sources];
        for table in always.into_iter().chain(&mut self.commitments).chain(&mut self.pairings) {
            table.flush()?;
        }
        Ok(())
    }
}

const AREAS: [&str; 9] =
    ["code", "name", "level", "parent", "setting", "households", "poor_households", "near_poor_households", "tags"];
const NEEDS: [&str; 6] = ["beneficiary", "package", "quantity", "class", "unit_cost", "priority"];
const COMMITMENTS: [&str; 7] = ["source", "beneficiary", "package", "units", "amount", "status", "date"];
const PAIRINGS: [&str; 3] = ["source", "household", "status"];
const SOURCES: [&str; 19] = [
    "id",
    "name",
    "kind",
    "amount",
    "goods",
    "quantity",
    "status",
    "rate",
    "account",
    "areas",
    "purposes",
    "packages",
    "classes",
    "tags",
    "beneficiaries",
    "reserve",
    "whole_units",
    "max_per_household",
    "max_per_commune",
];

fn table(folder: &Path, name: &str, columns: &[&str]) -> io::Result<Table> {
    let file = BufWriter::new(File::create(folder.join(format!("{name}.csv")))?);
    let mut table = csv::Writer::from_writer(file);
    table.write_record(columns)?;
    Ok(table)
}

/// All, poor and near-poor households of communes.
fn counts<'a>(communes: &(impl Iterator<Item = &'a Commune> + Clone)) -> [String; 3] {
    let sum = |of: fn(&Commune) -> u32| communes.clone().map(of).sum::<u32>().to_string();
    [sum(|commune| commune.households), sum(|commune| commune.poor), sum(|commune| commune.near_poor)]
}

/// A made-up code: the tables of today know no districts.
fn district_code(province: &ProvinceFacts, number: usize) -> String {
    format!("{}-H{number:02}", province.code)
}

fn number(number: Option<u64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
