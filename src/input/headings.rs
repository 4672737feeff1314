//! The headings that tables may have: canonical keys and their Vietnamese names, one list a table.
//! Knows nothing of files; which columns are required is `validate`'s matter.

use std::collections::BTreeMap;

use super::text::fold;
use super::unit_line;
use crate::domain::raw::TableName;
use crate::domain::schema::{self, Kind};
use crate::domain::settings::Settings;
use crate::findings::nearest;

/// A column of page 2: its canonical key and the Vietnamese headings that mean it. Spellings that differ only in
/// case, accents, tone placement, spaces or punctuation mean the same.
pub type Column = (&'static str, &'static [&'static str]);

/// The columns of a table, in the order of page 2. The first Vietnamese heading is the one to print.
pub const fn columns_of(table: TableName) -> &'static [Column] {
    match table {
        TableName::Areas => AREAS,
        TableName::Households => HOUSEHOLDS,
        TableName::Packages => PACKAGES,
        TableName::Needs => NEEDS,
        TableName::Sources => SOURCES,
        TableName::Pairings => PAIRINGS,
        TableName::Commitments => COMMITMENTS,
    }
}

/// The names that a file or sheet of a table may have: canonical, then Vietnamese.
pub const fn names_of(table: TableName) -> [&'static str; 2] {
    match table {
        TableName::Areas => ["areas", "dia_ban"],
        TableName::Households => ["households", "ho"],
        TableName::Packages => ["packages", "goi_ho_tro"],
        TableName::Needs => ["needs", "nhu_cau"],
        TableName::Sources => ["sources", "nguon_luc"],
        TableName::Pairings => ["pairings", "phan_cong"],
        TableName::Commitments => ["commitments", "da_cam_ket"],
    }
}

const AREAS: &[Column] = &[
    ("code", &["mã", "mã địa bàn"]),
    ("name", &["tên", "tên địa bàn"]),
    ("level", &["cấp"]),
    ("parent", &["mã cấp trên"]),
    ("setting", &["khu vực"]),
    ("households", &["tổng số hộ"]),
    ("poor_households", &["số hộ nghèo"]),
    ("near_poor_households", &["số hộ cận nghèo"]),
    ("tags", &["nhóm"]),
];

const HOUSEHOLDS: &[Column] = &[
    ("id", &["mã hộ"]),
    ("area", &["mã xã", "thôn/bản", "mã xã, thôn/bản", "mã thôn/bản", "mã địa bàn"]),
    ("head_name", &["họ và tên chủ hộ", "họ tên chủ hộ", "tên chủ hộ"]),
    (
        "national_id",
        &[
            "số CCCD",
            "CCCD",
            "số CCCD/CMND",
            "số CMND/CCCD",
            "số căn cước",
            "số căn cước công dân",
            "số định danh cá nhân",
        ],
    ),
    ("birth_year", &["năm sinh", "ngày sinh", "ngày tháng năm sinh", "năm sinh chủ hộ"]),
    ("members", &["số nhân khẩu", "nhân khẩu", "tổng số nhân khẩu", "số khẩu"]),
    ("class", &["phân loại", "kết quả rà soát", "phân loại, kết quả rà soát", "phân loại hộ", "diện hộ"]),
    ("b1", &["điểm A", "B1", "điểm A, B1", "điểm A (B1)", "điểm B1"]),
    ("employment", &["việc làm"]),
    ("dependency", &["người phụ thuộc", "người phụ thuộc trong hộ gia đình"]),
    ("nutrition", &["dinh dưỡng"]),
    ("health_insurance", &["bảo hiểm y tế"]),
    ("adult_education", &["trình độ giáo dục của người lớn", "trình độ giáo dục người lớn"]),
    ("child_schooling", &["tình trạng đi học của trẻ em"]),
    ("housing_quality", &["chất lượng nhà ở"]),
    ("housing_area", &["diện tích nhà ở", "diện tích nhà ở bình quân đầu người"]),
    ("water", &["nguồn nước sinh hoạt"]),
    ("sanitation", &["nhà tiêu hợp vệ sinh"]),
    ("telecom", &["dịch vụ viễn thông", "sử dụng dịch vụ viễn thông"]),
    ("information_device", &["phương tiện tiếp cận thông tin", "phương tiện phục vụ tiếp cận thông tin"]),
    ("waste_treatment", &["xử lý chất thải"]),
    ("tags", &["nhóm", "nhóm hộ", "đặc điểm"]),
];

const PACKAGES: &[Column] = &[
    ("id", &["mã gói", "mã", "mã nội dung hỗ trợ"]),
    ("name", &["tên gói", "tên", "nội dung hỗ trợ"]),
    ("purpose", &["lĩnh vực"]),
    ("unit_cost", &["mức hỗ trợ"]),
    ("beneficiary", &["đối tượng hỗ trợ", "đối tượng thụ hưởng"]),
    ("indicators", &["chỉ số thiếu hụt"]),
    ("b1_gain", &["điểm A tăng thêm", "điểm B1 tăng thêm"]),
    ("classes", &["diện hộ", "phân loại hộ"]),
    ("requires", &["điều kiện", "nhóm bắt buộc"]),
    ("excludes", &["loại trừ", "nhóm loại trừ"]),
    ("exclusive_group", &["nhóm chọn một"]),
    ("priority", &["hệ số ưu tiên", "ưu tiên"]),
    ("divisible", &["chia nhỏ được"]),
    ("min_amount", &["mức tối thiểu", "số tiền tối thiểu"]),
    ("demand", &["cách xác định nhu cầu"]),
    ("account", &["tài khoản"]),
];

const NEEDS: &[Column] = &[
    ("beneficiary", &["mã hộ hoặc mã xã", "mã hộ", "đối tượng hỗ trợ", "đối tượng thụ hưởng"]),
    ("package", &["mã gói", "mã nội dung hỗ trợ"]),
    ("quantity", &["số lượng"]),
    ("class", &["phân loại", "diện hộ", "phân loại hộ"]),
    ("unit_cost", &["mức hỗ trợ"]),
    ("priority", &["hệ số ưu tiên", "ưu tiên"]),
];

const SOURCES: &[Column] = &[
    ("id", &["mã nguồn", "mã", "mã nguồn lực"]),
    ("name", &["tên nguồn", "tên", "tên nguồn lực", "nhà tài trợ"]),
    ("kind", &["loại nguồn"]),
    ("amount", &["số tiền"]),
    ("goods", &["mã gói hiện vật", "hiện vật"]),
    ("quantity", &["số lượng"]),
    ("status", &["trạng thái"]),
    ("rate", &["tỷ lệ thực hiện dự kiến", "tỷ lệ thực hiện"]),
    ("account", &["tài khoản"]),
    ("areas", &["địa bàn"]),
    ("purposes", &["lĩnh vực"]),
    ("packages", &["gói hỗ trợ", "nội dung hỗ trợ"]),
    ("classes", &["diện hộ", "phân loại hộ"]),
    ("tags", &["nhóm", "nhóm hộ"]),
    ("beneficiaries", &["đối tượng hỗ trợ", "đối tượng thụ hưởng"]),
    ("reserve", &["tỷ lệ dự phòng", "dự phòng"]),
    ("whole_units", &["trọn gói"]),
    ("max_per_household", &["tối đa mỗi hộ"]),
    ("max_per_commune", &["tối đa mỗi xã"]),
    ("max_partners", &["số nơi nhận tối đa"]),
];

const PAIRINGS: &[Column] = &[
    ("source", &["mã nguồn", "mã nguồn lực"]),
    ("area", &["mã xã"]),
    ("household", &["mã hộ"]),
    ("status", &["trạng thái"]),
    ("value", &["giá trị", "điểm ưu tiên"]),
];

const COMMITMENTS: &[Column] = &[
    ("source", &["mã nguồn", "mã nguồn lực"]),
    ("beneficiary", &["mã hộ hoặc mã xã", "mã hộ", "đối tượng hỗ trợ", "đối tượng thụ hưởng"]),
    ("package", &["mã gói", "mã nội dung hỗ trợ"]),
    ("units", &["số lượng"]),
    ("amount", &["số tiền"]),
    ("status", &["trạng thái"]),
    ("date", &["ngày"]),
];

/// The headings that one table of one scenario understands.
#[derive(Debug)]
pub(super) struct Headings {
    /// Folded spelling → canonical key.
    keys: BTreeMap<String, String>,
    /// Folded spelling → the spelling that people know, for near misses.
    spellings: BTreeMap<String, String>,
    /// The keys of its columns of money.
    money: Vec<&'static str>,
}

impl Headings {
    /// The headings of page 2, the indicators of the scenario's own standards, and its `[columns]`.
    pub(super) fn of(table: TableName, settings: &Settings) -> Self {
        let money = schema::columns_of(table).iter().filter(|it| it.kind == Kind::Money).map(|it| it.key).collect();
        let mut headings = Self { keys: BTreeMap::new(), spellings: BTreeMap::new(), money };
        for (key, names) in columns_of(table) {
            headings.add(key, key);
            for name in *names {
                headings.add(name, key);
            }
        }
        if table == TableName::Households {
            for indicator in settings.standards.values().flat_map(|standard| &standard.indicators) {
                headings.add(indicator, indicator);
            }
        }
        for (heading, key) in settings.columns.get(table.as_str()).into_iter().flatten() {
            headings.keys.insert(fold(heading), key.clone());
        }
        headings
    }

    /// Two columns never share a spelling; the first to claim it keeps it.
    fn add(&mut self, spelling: &str, key: &str) {
        let folded = fold(spelling);
        self.keys.entry(folded.clone()).or_insert_with(|| key.to_owned());
        self.spellings.entry(folded).or_insert_with(|| spelling.to_owned());
    }

    /// The canonical key that a heading means; one of money may have its unit behind it.
    pub(super) fn key(&self, heading: &str) -> Option<&str> {
        let key = |heading: &str| self.keys.get(&fold(heading)).map(String::as_str);
        let without_unit = || key(unit_line::split(heading)?.0).filter(|key| self.money.contains(key));
        key(heading).or_else(without_unit)
    }

    /// Whether a heading is that of an amount of money.
    pub(super) fn is_money(&self, heading: &str) -> bool {
        self.key(heading).is_some_and(|key| self.money.contains(&key))
    }

    /// The known heading nearest to an unknown one.
    pub(super) fn nearest(&self, heading: &str) -> Option<&str> {
        let near = nearest(&fold(heading), self.spellings.keys().map(String::as_str))?;
        self.spellings.get(near).map(String::as_str)
    }
}

/// The keys that `[columns.TABLE]` may name: the table's own, and for households the indicators given.
pub(super) fn keys_of(table: TableName, indicators: &[String]) -> Vec<&str> {
    let mut keys: Vec<&str> = columns_of(table).iter().map(|(key, _)| *key).collect();
    if table == TableName::Households {
        keys.extend(indicators.iter().map(String::as_str));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::standard::INDICATOR_KEYS;

    #[test]
    fn every_spelling_of_a_table_means_one_column() {
        for table in TableName::ALL {
            let mut meaning = BTreeMap::new();
            for (key, names) in columns_of(table) {
                for spelling in names.iter().chain([key]) {
                    let before = meaning.insert(fold(spelling), *key);
                    assert!(before.is_none_or(|before| before == *key), "{spelling} in {}", table.as_str());
                }
            }
        }
    }

    #[test]
    fn every_built_in_indicator_is_a_household_column() {
        for key in INDICATOR_KEYS {
            assert!(columns_of(TableName::Households).iter().any(|(column, _)| *column == key), "{key}");
        }
    }

    #[test]
    fn vietnamese_headings_are_known_in_any_spelling() {
        let headings = Headings::of(TableName::Households, &Settings::default());
        for (heading, key) in [
            ("Mã hộ", "id"),
            ("MA XA", "area"),
            ("Thôn / Bản", "area"),
            ("Họ và tên chủ hộ", "head_name"),
            ("so cccd", "national_id"),
            ("Kết quả rà soát", "class"),
            ("ĐIỂM A", "b1"),
            ("B1", "b1"),
            ("Health Insurance", "health_insurance"),
            ("Nhà tiêu hợp vệ sinh", "sanitation"),
        ] {
            assert_eq!(headings.key(heading), Some(key), "{heading}");
        }
        assert_eq!(headings.key("STT"), None);
        assert_eq!(headings.nearest("Số nhân khẩu hộ"), Some("số nhân khẩu"));
    }

    #[test]
    fn the_scenario_adds_its_own_columns() {
        let mut settings = Settings::default();
        let own = BTreeMap::from([("Tên người đại diện".to_owned(), "head_name".to_owned())]);
        settings.columns.insert("households".to_owned(), own);
        let headings = Headings::of(TableName::Households, &settings);
        assert_eq!(headings.key("tên người đại diện"), Some("head_name"));
        assert_eq!(Headings::of(TableName::Areas, &settings).key("tên người đại diện"), None);
    }
}
