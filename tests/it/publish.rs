//! What the second opinion refuses is not published (the program's own plans give no chance to see it).

use chungtay::domain::Profile;
use chungtay::domain::tables::{Tables, Totals};
use chungtay::messages::{Catalogue, Language};
use chungtay::pipeline::{self, Unwatched};
use chungtay::publish::{self, PublishError, Results, Site, Target};
use chungtay::units::Vnd;

use super::support::{Patched, names};

/// The tables of a plan that forgets everything, the commitments too.
fn empty_tables() -> Tables {
    let totals =
        Totals { asked: Vnd::ZERO, transferred: Vnd::ZERO, outside: Vnd::ZERO, awards: 0, households: 0.0, exits: 0 };
    Tables {
        awards: Vec::new(),
        transfers: Vec::new(),
        waiting: Vec::new(),
        blocks: Vec::new(),
        unserved: Vec::new(),
        communes: Vec::new(),
        groups: Vec::new(),
        sources: Vec::new(),
        rules: Vec::new(),
        pairings: Vec::new(),
        certificate: chungtay::domain::Certificate::default(),
        stages: Vec::new(),
        totals,
    }
}

#[test]
fn a_plan_that_the_second_opinion_refuses_gets_no_name() {
    let example = Patched::example();
    let loaded = pipeline::load(example.path());
    let scenario = loaded.scenario.unwrap();
    let runs = tempfile::tempdir().unwrap();
    let site = Site::open(Target::named(&runs.path().join("run")).unwrap()).unwrap();
    let provenance = publish::provenance(&loaded.findings, &loaded.inputs, &Catalogue::new(Language::Vi));
    let results = Results {
        folder: example.path(),
        scenario: &scenario,
        used: &scenario,
        tables: &empty_tables(),
        certified: None,
        provenance: &provenance,
        timing: &[],
        profile: Profile::Internal,
        has_papers: true,
    };
    let ended = publish::publish(site, &results, &Unwatched);
    assert!(matches!(ended, Err(PublishError::Refused(opinion)) if !opinion.violations.is_empty()));
    assert_eq!(names(runs.path()), [""; 0]);
}
