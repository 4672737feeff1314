//! The map of communes where their shapes are known.

use serde_json::{Map, Value, json};

use super::Writer;
use crate::export::page::{Chart, Table, Target};

/// Decimals of a coordinate that a screen can show: about eleven metres.
const PLACES: f64 = 1e4;

impl Writer<'_> {
    /// The communes coloured by coverage; none where no shape is a commune of the run.
    pub(super) fn map(&self, shapes: &Value) -> Option<Chart> {
        let features = shapes.get("features")?.as_array()?;
        let drawn: Vec<Value> = features.iter().filter_map(|feature| self.shape(feature)).collect();
        if drawn.is_empty() {
            return None;
        }
        let rows = &self.run.communes;
        let data: Vec<Value> =
            rows.iter().map(|row| json!({"name": self.commune(&row.code), "value": row.coverage})).collect();
        let table = Table::new("map", self.say("map-table"))
            .texts("commune", self.say("col-commune"), rows.iter().map(|row| self.commune(&row.code)))
            .share("coverage", self.say("col-coverage"), rows.iter().map(|row| row.coverage));
        let option = json!({
            "tooltip": {"trigger": "item", "valueFormatter": "@share"},
            "series": [{"type": "map", "map": "areas", "name": self.say("col-coverage"), "roam": false,
                "label": {"show": true, "fontSize": 10, "color": "#1f2933", "textBorderColor": "#ffffff", "textBorderWidth": 2},
                "labelLayout": {"hideOverlap": true},
                "itemStyle": {"borderColor": "#ffffff", "areaColor": "#e4e7eb"}, "data": data,
                "selectedMode": false}],
        });
        let opens = Some(Target { table: "communes", key: "commune" });
        let map = Some(json!({"type": "FeatureCollection", "features": drawn}));
        Some(Chart { caption: self.say("map"), option, height: 520, map, opens, table })
    }

    /// A feature that is a commune of the run, with its name and with coordinates that are no longer than need be.
    fn shape(&self, feature: &Value) -> Option<Value> {
        // Codes of communes have five digits; a number has lost its leading zeros.
        let code = match feature.pointer("/properties/code")? {
            Value::String(code) => code.clone(),
            Value::Number(code) => format!("{code:0>5}"),
            _ => return None,
        };
        let name = self.labels.communes.get(&code)?;
        let geometry = feature.get("geometry").filter(|geometry| geometry.is_object())?;
        Some(json!({"type": "Feature", "properties": {"name": name}, "geometry": rounded(geometry)}))
    }
}

fn rounded(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            number.as_f64().map_or(Value::Null, |number| json!((number * PLACES).round() / PLACES))
        }
        Value::Array(values) => values.iter().map(rounded).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), rounded(value))).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}
