//! How many statements a page asks of the database, by the program's own count of them.

use std::net::{SocketAddr, TcpListener};

use crate::data::Portal;
use crate::pages::Page;
use crate::process::{Serving, ask, get};

/// A portal that counts, and does nothing but answer.
pub struct Counter {
    serving: Serving,
    meters: SocketAddr,
}

impl Counter {
    pub fn start(portal: &Portal) -> Self {
        let meters = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let program = portal.program(&[
            ("PRACTISE_WORKERS", "1"),
            ("PRACTISE_BACKGROUND", "false"),
            ("PRACTISE_METRICS_LISTEN", &meters.to_string()),
        ]);
        Self {
            serving: program.serve(),
            meters,
        }
    }

    /// Statements so far, those of this look with them.
    fn total(&self) -> f64 {
        let reply = ask(self.meters, &get("/metrics", "")).unwrap().text();
        let lines = reply.lines().filter(|line| line.starts_with("practise_queries_total{"));
        lines.map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()).sum()
    }

    /// Statements for this page, made afresh, once its reader has been written down.
    pub fn of(&self, page: &Page) -> f64 {
        let asked = |turn: u32| {
            // A page with a query of its own is not a kept one.
            let path = if page.kept {
                format!("{}?turn={turn}", page.path)
            } else {
                page.path.clone()
            };
            let reply = ask(self.serving.listen, &get(&path, &page.cookie)).unwrap();
            assert_eq!(reply.status, 200, "{path}: {}", reply.head);
        };
        asked(0);
        // A connection that is opened in between asks for more, once.
        (1..4)
            .map(|turn| {
                let before = self.total();
                let look = self.total() - before;
                asked(turn);
                self.total() - before - 2.0 * look
            })
            .fold(f64::INFINITY, f64::min)
    }
}
