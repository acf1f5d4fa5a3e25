//! What the portal does for every request, whatever the page.

use crate::support::app::TestApp;
use crate::support::run::on_both;

on_both! {
    async fn the_process_says_that_it_is_alive(test: TestApp) {
        let page = test.client().get("/healthz").await;
        page.should_be(200);
        assert_eq!(page.body(), "ok\n");
    }

    async fn an_unknown_address_has_a_page_that_leads_on(test: TestApp) {
        let page = test.client().get("/no-such-page").await;
        page.should_be(404);
        assert_eq!(page.h1(), "Page not found");
    }
}
