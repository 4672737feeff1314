//! `generate`: a realistic scenario folder, whole or not at all.

use chungtay::generate::write_scenario;
use chungtay::publish::{Site, Target};
use serde_json::json;

use super::args::GenerateTask;
use super::console::Console;
use super::exit::{Exit, Failure};

/// Writes the scenario of a profile.
pub(crate) fn run(console: &Console, task: &GenerateTask) -> Result<Exit, Failure> {
    let site = Site::open(Target::named(&task.out)?)?;
    write_scenario(&task.profile, task.seed, task.scale, site.path())
        .map_err(|error| Failure::disk(&task.out, &error))?;
    site.name()?;
    let folder = task.out.display().to_string();
    console.tell(&console.words.text("generate-done", &[("path", &folder)]));
    console.tell(&console.words.text("init-next", &[("path", Console::typed(&task.out))]));
    console.json(&json!({ "exit_code": 0, "folder": folder, "profile": task.profile, "seed": task.seed }));
    Ok(Exit::Done)
}
