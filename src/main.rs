//! The `chungtay` command: words → call → exit code. Everything worth testing alone lives in the library.

use std::process::ExitCode;

mod cli;

fn main() -> ExitCode {
    cli::main()
}
