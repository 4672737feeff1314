//! A table as Parquet: typed columns that may be blank, one row group. For notebooks and databases.

use std::io;
use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::{Kind, Table, Value};

/// The content of the file.
pub(super) fn bytes(table: &Table<'_>) -> io::Result<Vec<u8>> {
    build(table).map_err(io::Error::other)
}

fn build(table: &Table<'_>) -> Result<Vec<u8>, ParquetError> {
    let fields = table.columns.iter().map(|(name, kind)| field(name, *kind).map(Arc::new));
    let schema = Type::group_type_builder(table.name).with_fields(fields.collect::<Result<_, _>>()?).build()?;
    let properties = Arc::new(WriterProperties::builder().build());
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), properties)?;
    let mut group = writer.next_row_group()?;
    for (position, (_, kind)) in table.columns.iter().enumerate() {
        let cells = table.rows.iter().map(|row| row.get(position).unwrap_or(&Value::Blank));
        match kind {
            Kind::Text => column::<ByteArrayType>(&mut group, cells, |value| match value {
                Value::Text(text) => Some(ByteArray::from(text.as_bytes().to_vec())),
                _ => None,
            })?,
            Kind::Whole => column::<Int64Type>(&mut group, cells, |value| match value {
                Value::Whole(number) => Some(*number),
                _ => None,
            })?,
            Kind::Decimal => column::<DoubleType>(&mut group, cells, |value| match value {
                Value::Decimal(number) => Some(*number),
                _ => None,
            })?,
        }
    }
    group.close()?;
    writer.into_inner()
}

fn field(name: &str, kind: Kind) -> Result<Type, ParquetError> {
    let (physical, logical) = match kind {
        Kind::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (PhysicalType::INT64, None),
        Kind::Decimal => (PhysicalType::DOUBLE, None),
    };
    let builder = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
    builder.with_logical_type(logical).build()
}

/// Writes the next column; a blank cell has definition level 0.
fn column<'a, T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    cells: impl Iterator<Item = &'a Value<'a>>,
    read: impl Fn(&Value<'_>) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let cells: Vec<Option<T::T>> = cells.map(read).collect();
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let values: Vec<T::T> = cells.into_iter().flatten().collect();
    let missing = || ParquetError::General("a column of the schema is missing".to_owned());
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    writer.typed::<T>().write_batch(&values, Some(&levels), None)?;
    writer.close()
}
