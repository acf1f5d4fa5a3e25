//! Programs that the tests use: started once, and ended with the tests' own process, however that ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// Ends the program when our end of its input closes, which the system does for us in any case.
const KEEPER: &str = r#""$@" </dev/null & program=$!; cat >/dev/null; kill "$program" 2>/dev/null; wait "$program""#;

/// A program that is running.
pub struct Helper {
    /// Kept: its input is what the keeper waits at.
    _keeper: Child,
    /// What the program said when it was ready.
    pub ready: String,
}

impl Helper {
    /// Starts a program and waits until it writes a line with `sign`.
    pub fn start(program: &str, arguments: &[&str], sign: &str) -> Self {
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "sh", program])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let mut lines = BufReader::new(keeper.stdout.take().unwrap());
        let mut ready = String::new();
        while !ready.contains(sign) {
            ready.clear();
            let read = lines.read_line(&mut ready).unwrap();
            assert!(
                read > 0,
                "{program} ended before it was ready. `make test` installs what the tests need"
            );
        }
        // What else it says is let through, so that it never waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self {
            _keeper: keeper,
            ready: ready.trim().to_owned(),
        }
    }
}
