//! Realistic scenario folders from a profile and a seed: facts from `generate/data`, the rest drawn and calibrated to
//! public figures. Every person is made up. Refuses to know the model: what it writes is a folder like any other.
//!
//! Each commune has its own stream of chance, so that its rows depend on no other commune and can be written one
//! commune after the other.

mod apportion;
mod chance;
mod commitments;
mod communes;
mod data;
mod folder;
mod gifts;
mod households;
#[cfg(test)]
mod nation_tests;
mod needs;
mod profile;
mod register;
mod scale;
mod sources;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;

pub use scale::Scale;

use communes::Commune;
use data::ProvinceFacts;
use folder::Folder;
use households::People;
use needs::{Asking, Wishes};
use profile::{Facts, Profile};
use register::Register;
use sources::Seat;

/// Names of the profiles.
pub const PROFILES: [&str; 5] = ["lai-chau", "hoa-binh", "bac-lieu", "toan-quoc", "nation"];

/// Writes the scenario folder of `profile`, or a cut of it, into `folder` (made if missing); equal seeds and scales give
/// equal bytes.
///
/// Files of other names in the folder are left alone. An unknown profile is an error of kind `InvalidInput` that
/// carries its name.
pub fn write_scenario(profile: &str, seed: u64, scale: Scale, folder: &Path) -> io::Result<()> {
    let profile = Profile::named(profile).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, profile))?;
    let facts = profile.facts();
    let mut folder = Folder::create(folder, &facts)?;
    folder.settings(profile.settings)?;
    folder.packages(profile.packages)?;
    let communes = communes::draw(&facts, seed, scale);
    let draw = Draw { facts: &facts, wishes: Wishes::of(profile, &facts), seed, scale };
    draw.above(&mut folder)?;
    for province in &facts.provinces {
        let inside = communes.iter().filter(|commune| commune.province == province.code).cloned();
        draw.province(province, &inside.collect::<Vec<_>>(), &mut folder)?;
    }
    folder.finish()
}

struct Draw<'a> {
    facts: &'a Facts,
    wishes: Wishes<'a>,
    seed: u64,
    scale: Scale,
}

impl Draw<'_> {
    /// Sources above the provinces.
    fn above(&self, folder: &mut Folder) -> io::Result<()> {
        let nation =
            ProvinceFacts { code: "00".to_owned(), name: "Trung ương".to_owned(), ..ProvinceFacts::default() };
        let seat = Seat { province: &nation, is_one_of_many: false, communes: &[], register: &Register::default() };
        folder.sources(&[], &sources::draw(&self.facts.above, seat, self.seed, self.scale))
    }

    /// One province after the other: nothing of it is kept but what its sources and commitments must know.
    fn province(&self, province: &ProvinceFacts, communes: &[Commune], folder: &mut Folder) -> io::Result<()> {
        let Self { facts, wishes, seed, scale } = self;
        let people = People::from_data();
        folder.areas(province, communes, people.word("village_urban"))?;
        let mut register = Register::default();
        for (position, commune) in communes.iter().enumerate() {
            let mut asking = Asking::in_commune(commune, wishes, *seed);
            for household in people.of_commune(&province.prefix, commune, *seed) {
                folder.household(&household)?;
                let asks = asking.of(&household);
                folder.needs(&asks)?;
                register.add(position, household, asks);
            }
            folder.needs(&needs::of_commune(commune, wishes, *seed))?;
        }
        let seat = Seat { province, is_one_of_many: facts.provinces.len() > 1, communes, register: &register };
        let sources = sources::draw(&facts.sources, seat, *seed, *scale);
        folder.sources(communes, &sources)?;
        folder.commitments(&commitments::draw(facts, province, (&sources, &register), (*seed, *scale)))
    }
}
