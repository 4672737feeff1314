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
mod needs;
mod profile;
mod register;
mod sources;
#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;

use folder::Folder;
use households::People;
use needs::Asking;
use profile::{Profile, ProvinceProfile};
use register::Register;

/// Names of the profiles.
pub const PROFILES: [&str; 1] = ["lai-chau"];

/// Writes the scenario folder of `profile` into `folder` (made if missing); equal seeds give equal bytes.
///
/// Files of other names in the folder are left alone. An unknown profile is an error of kind `InvalidInput` that
/// carries its name.
pub fn write_scenario(profile: &str, seed: u64, folder: &Path) -> io::Result<()> {
    let profile = Profile::named(profile).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, profile))?;
    let mut folder = Folder::create(folder)?;
    folder.settings(profile.settings)?;
    folder.packages(profile.packages)?;
    for province in profile.provinces {
        write_province(province, seed, &mut folder)?;
    }
    folder.finish()
}

/// One province after the other: nothing of it is kept but what its sources and commitments must know.
fn write_province(province: &ProvinceProfile, seed: u64, folder: &mut Folder) -> io::Result<()> {
    let communes = communes::draw(province, seed);
    let people = People::from_data();
    folder.areas(province, &communes, [people.word("village_rural"), people.word("village_urban")])?;
    let mut register = Register::default();
    for (position, commune) in communes.iter().enumerate() {
        let mut asking = Asking::in_commune(commune, seed);
        for household in people.of_commune(province, commune, seed) {
            folder.household(&household)?;
            let asks = asking.of(&household);
            folder.needs(&asks)?;
            register.add(position, household, asks);
        }
        folder.needs(&needs::of_commune(commune, seed))?;
    }
    let sources = sources::draw(province, &communes, &register, seed);
    folder.sources(&communes, &sources)?;
    folder.commitments(&commitments::draw(province, &sources, &register, seed))
}
