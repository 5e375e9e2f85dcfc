//! Writes the Kotlin sources of the binding: UniFFI's, and a builder for each record whose every field may be left
//! out, since Java has neither named arguments nor defaults.
//!
//! Arguments: the unstripped library, `uniffi.toml`, and the folder to write to.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, bail, ensure};
use camino::Utf8PathBuf;
use heck::ToLowerCamelCase as _;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};
use uniffi_bindgen::interface::{AsType as _, Field, Record, Type};
use uniffi_bindgen::{BindgenLoader, BindgenPaths, ComponentInterface, GlobalConfig};

const PACKAGE: &str = "org.tuoyu";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).map(Utf8PathBuf::from);
    let (Some(source), Some(config), Some(out_dir), None) =
        (arguments.next(), arguments.next(), arguments.next(), arguments.next())
    else {
        bail!("usage: tuoyu-kotlin-bindgen LIBRARY UNIFFI_TOML FOLDER");
    };
    generate(GenerateOptions {
        languages: vec![TargetLanguage::Kotlin],
        source: source.clone(),
        out_dir: out_dir.clone(),
        config_override: Some(config),
        ..GenerateOptions::default()
    })?;

    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let folder = PACKAGE.split('.').fold(out_dir, |folder, name| folder.join(name));
    for interface in loader.load_cis(loader.load_metadata(&source)?)? {
        let path = folder.join(format!("{}.kt", interface.namespace()));
        let kotlin = without_futures(&with_replacements(fs::read_to_string(&path)?)?)?;
        fs::write(&path, with_static_constructors(&kotlin, &interface)?)?;
        for record in interface.record_definitions() {
            if record.fields().iter().all(|field| field.default_value().is_some()) {
                let path = folder.join(format!("{}Builder.kt", record.name()));
                fs::write(path, builder(record)?)?;
            }
        }
    }
    Ok(())
}

/// Lets Java call the constructors that have a name without `Companion`, and lets them look for the native library
/// themselves: where it is missing, the exception is then not one of class initialisation, which no caller expects.
fn with_static_constructors(kotlin: &str, interface: &ComponentInterface) -> Result<String> {
    let objects = interface.object_definitions().iter();
    let mut declarations: Vec<String> = objects
        .flat_map(|object| object.alternate_constructors())
        .map(|constructor| format!(" fun `{}`(", constructor.name().to_lower_camel_case()))
        .collect();
    let mut lines = String::with_capacity(kotlin.len());
    for line in kotlin.lines() {
        let opens = line.ends_with('{') && !line.contains("override");
        match declarations.iter().position(|declaration| opens && line.contains(declaration)) {
            Some(position) => {
                let declaration = declarations.swap_remove(position);
                let line = line.replace(&declaration, &format!(" @JvmStatic{declaration}"));
                writeln!(lines, "{line}\n    NativeLibrary.locate()")?;
            }
            None => writeln!(lines, "{line}")?,
        }
    }
    ensure!(declarations.is_empty(), "not found: {declarations:?}");
    Ok(lines)
}

/// Differences of the generated code here, each piece of it found exactly once.
const REPLACED: [(&str, &str); 6] = [
    // Half of a surrogate pair stands for no character: it is sent as `?`, so that what is wrong with the text is
    // reported as for any other, and not by a checked exception of the encoder; an encoder for each text is dear besides.
    (
        "Charsets.UTF_8.newEncoder().run {
            onMalformedInput(CodingErrorAction.REPORT)
            encode(CharBuffer.wrap(value))
        }",
        "ByteBuffer.wrap(value.toByteArray(Charsets.UTF_8))",
    ),
    // The cleaner of JNA is missing from the older JNA that platforms on Java 8 pin.
    ("        UniffiJnaCleaner()\n", "        OnCloseCleaner\n"),
    // `Plan.run` calls a function that is not generated.
    (
        "private fun<E: kotlin.Exception> uniffiCheckCallStatus",
        "internal fun<E: kotlin.Exception> uniffiCheckCallStatus",
    ),
    // A caller sees `Plan`, which holds it.
    ("public interface PlanHandleInterface", "internal interface PlanHandleInterface"),
    ("open class PlanHandle:", "internal open class PlanHandle:"),
    ("public object FfiConverterTypePlanHandle:", "internal object FfiConverterTypePlanHandle:"),
];

fn with_replacements(kotlin: String) -> Result<String> {
    REPLACED.iter().try_fold(kotlin, |kotlin, (found, other)| {
        ensure!(kotlin.matches(found).count() == 1, "not found once: {found}");
        Ok(kotlin.replace(found, other))
    })
}

/// Leaves out what only calls that wait need: nothing here waits, and each declaration delays the first call.
fn without_futures(kotlin: &str) -> Result<String> {
    let mut lines = String::with_capacity(kotlin.len());
    let mut declaration = false;
    for line in kotlin.lines() {
        let opens = line.contains("external fun ffi_tuoyu_rust_future_");
        ensure!(!declaration || line.trim_start().starts_with("):"), "not the end: {line}");
        if !opens && !declaration {
            writeln!(lines, "{line}")?;
        }
        declaration = opens;
    }
    Ok(lines)
}

fn builder(record: &Record) -> Result<String> {
    let name = record.name();
    let fields: Vec<(String, String, Option<&str>)> = record
        .fields()
        .iter()
        .map(|field| Ok((field.name().to_lower_camel_case(), optional(field)?, field.docstring())))
        .collect::<Result<_>>()?;
    let mut kotlin = format!(
        "package {PACKAGE}\n\nimport java.time.LocalDate\n\n{}class {name}Builder() {{\n",
        comment("", record.docstring())
    );
    for (field, kind, _) in &fields {
        writeln!(kotlin, "    private var {field}: {kind}? = null")?;
    }
    writeln!(
        kotlin,
        "\n    /** Begins with the facts of another one. */\n    constructor(from: {name}) : this() {{"
    )?;
    for (field, ..) in &fields {
        writeln!(kotlin, "        {field} = from.{field}")?;
    }
    writeln!(kotlin, "    }}")?;
    for (field, kind, text) in &fields {
        let comment = comment("    ", *text);
        let setter = format!(
            "fun {field}({field}: {kind}?): {name}Builder = apply {{ this.{field} = {field} }}"
        );
        writeln!(kotlin, "\n{comment}    {setter}")?;
    }
    writeln!(kotlin, "\n    /** The record. */\n    fun build(): {name} = {name}(")?;
    for (field, ..) in &fields {
        writeln!(kotlin, "        {field} = {field},")?;
    }
    kotlin.push_str("    )\n}\n");
    Ok(kotlin)
}

fn optional(field: &Field) -> Result<String> {
    let Type::Optional { inner_type } = field.as_type() else {
        bail!("`{}` has a default and is not optional", field.name());
    };
    kind(&inner_type).with_context(|| format!("field `{}`", field.name()))
}

/// The type as Kotlin writes it.
fn kind(kind_of: &Type) -> Result<String> {
    Ok(match kind_of {
        Type::Boolean => "Boolean".into(),
        Type::Int32 => "Int".into(),
        Type::Int64 => "Long".into(),
        Type::String => "String".into(),
        Type::Enum { name, .. } | Type::Record { name, .. } | Type::Custom { name, .. } => {
            name.clone()
        }
        Type::Sequence { inner_type } => format!("List<{}>", kind(inner_type)?),
        other => bail!("no Kotlin name known for {other:?}"),
    })
}

fn comment(indent: &str, text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).map_or_else(String::new, |text| {
        let lines: String = text.lines().map(|line| format!("{indent} * {line}\n")).collect();
        format!("{indent}/**\n{lines}{indent} */\n")
    })
}
