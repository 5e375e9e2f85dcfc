//! `tuoyu` as a library that Kotlin and Java load; all of it is defined in `tuoyu` itself.

tuoyu::uniffi_reexport_scaffolding!();
