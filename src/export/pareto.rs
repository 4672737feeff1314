//! The table of `pareto`: `pareto.csv`, and for people a workbook and a page with the curve.

use std::io;
use std::path::Path;

use serde_json::json;

use super::cell::code;
use super::laid::{self, Cells, Laid};
use super::page::{Block, Chart, Page, Said, Section, Speaker, Table as PageTable};
use super::sweep::{Kind, Table, Value, columns, csv, optional, stage_columns, stage_values, text, write};
use crate::domain::StageName;
use crate::domain::pareto::{ParetoTable, PointRow, Traded};
use crate::messages::Language;

/// Writes the table into the existing folder.
pub fn write_pareto(folder: &Path, title: &str, table: &ParetoTable) -> io::Result<()> {
    write(folder, "pareto.csv", &csv(&points(table))?)?;
    let writer = Writer { table, speaker: Speaker::default() };
    let heading = writer.speaker.text("pareto-title", |_| [("title", title.to_owned())]);
    let subtitle = writer.subtitle();
    write(folder, "pareto.xlsx", &laid::workbook(&heading, &subtitle, &[writer.laid()])?)?;
    let section = Section { id: "points", heading: writer.say("sheet"), blocks: vec![writer.chart()] };
    let page = Page { title: heading, subtitle, language: Language::Vi, sections: vec![section] };
    write(folder, "report.html", page.html(&writer.speaker)?.as_bytes())
}

const BEFORE: [(&str, Kind); 2] = [("point", Kind::Text), ("limit", Kind::Decimal)];
const TRADED: [(&str, Kind); 3] = [("", Kind::Decimal), ("_bound", Kind::Decimal), ("_gap", Kind::Decimal)];
const AFTER: [(&str, Kind); 6] = [
    ("proved", Kind::Text),
    ("transferred", Kind::Whole),
    ("outside", Kind::Whole),
    ("awards", Kind::Whole),
    ("households", Kind::Decimal),
    ("exits", Kind::Whole),
];

fn points(table: &ParetoTable) -> Table<'_> {
    let traded = table.between.into_iter().flat_map(|stage| {
        let stage = code(stage);
        TRADED.map(|(part, kind)| (format!("traded_{stage}{part}"), kind))
    });
    let columns = columns(&BEFORE).into_iter().chain(traded).chain(columns(&AFTER)).chain(stage_columns());
    Table { name: "pareto", columns: columns.collect(), rows: table.points.iter().map(point).collect() }
}

fn point(row: &PointRow) -> Vec<Value<'_>> {
    let count = |number: u64| Value::Whole(i64::try_from(number).unwrap_or(i64::MAX));
    let mut values = vec![text(&row.point), optional(row.limit)];
    for Traded { value, bound, gap } in row.traded {
        values.extend([value, bound, gap].map(Value::Decimal));
    }
    values.extend([
        text(if row.is_proved { "yes" } else { "within_gap" }),
        Value::Whole(row.totals.transferred.dong()),
        Value::Whole(row.totals.outside.dong()),
        count(row.totals.awards),
        Value::Decimal(row.totals.households),
        count(row.totals.exits),
    ]);
    values.extend(stage_values(&row.stages));
    values
}

struct Writer<'a> {
    table: &'a ParetoTable,
    speaker: Speaker,
}

impl Writer<'_> {
    fn say(&self, id: &str) -> Said {
        self.speaker.plain(&format!("pareto-{id}"))
    }

    fn stage(&self, position: usize) -> Said {
        let stage = self.table.between.get(position).copied().unwrap_or(StageName::Objective);
        self.speaker.code("pareto-stage", &code(stage))
    }

    fn subtitle(&self) -> Said {
        let count = i64::try_from(self.table.points.len()).unwrap_or(i64::MAX);
        let proved = self.table.points.iter().filter(|point| point.is_proved).count();
        let proved = i64::try_from(proved).unwrap_or(i64::MAX);
        self.speaker.text("pareto-points", |words| [("points", words.number(count)), ("proved", words.number(proved))])
    }

    fn proved(&self, row: &PointRow) -> Said {
        self.say(if row.is_proved { "yes" } else { "within-gap" })
    }

    fn figures(&self, of: impl Fn(&PointRow) -> f64) -> Vec<Option<f64>> {
        self.table.points.iter().map(|row| Some(of(row))).collect()
    }

    fn laid(&self) -> Laid {
        let rows = || self.table.points.iter();
        let bound = self.say("bound");
        let columns = vec![
            ("point", self.say("point"), Cells::Text(rows().map(|row| Some(Said::data(&*row.point))).collect())),
            ("first", self.stage(0), Cells::Number(self.figures(|row| row.traded[0].value))),
            ("first_bound", bound.clone(), Cells::Number(self.figures(|row| row.traded[0].bound))),
            ("second", self.stage(1), Cells::Number(self.figures(|row| row.traded[1].value))),
            ("second_bound", bound, Cells::Number(self.figures(|row| row.traded[1].bound))),
            ("proved", self.say("proved"), Cells::Text(rows().map(|row| Some(self.proved(row))).collect())),
            (
                "transferred",
                self.say("transferred"),
                Cells::Money(rows().map(|row| Some(row.totals.transferred)).collect()),
            ),
            ("households", self.say("households"), Cells::Number(self.figures(|row| row.totals.households))),
        ];
        Laid { id: "points", sheet: self.say("sheet"), heading: self.say("heading"), columns }
    }

    /// The curve: the first stage across, the second up.
    fn chart(&self) -> Block {
        let data: Vec<_> = self
            .table
            .points
            .iter()
            .map(|row| json!({"value": [row.traded[0].value, row.traded[1].value], "name": row.point}))
            .collect();
        let axis = |position: usize, gap: u32| json!({"type": "value", "scale": true, "name": self.stage(position), "nameLocation": "middle", "nameGap": gap});
        let option = json!({
            "grid": {"left": 48, "right": 24, "top": 24, "bottom": 40, "containLabel": true},
            "tooltip": {"trigger": "item"},
            "xAxis": axis(0, 34),
            "yAxis": axis(1, 64),
            "series": [{"type": "line", "name": self.say("sheet"), "data": data}],
        });
        let rows = || self.table.points.iter();
        let table = PageTable::new("points", self.say("heading"))
            .texts("point", self.say("point"), rows().map(|row| row.point.as_str()))
            .decimal("first", self.stage(0), self.figures(|row| row.traded[0].value))
            .decimal("second", self.stage(1), self.figures(|row| row.traded[1].value))
            .words("proved", self.say("proved"), rows().map(|row| Some(self.proved(row))))
            .money("transferred", self.say("transferred"), rows().map(|row| Some(row.totals.transferred)));
        Block::Chart(Chart { caption: self.say("caption"), option, height: 440, map: None, opens: None, table })
    }
}
