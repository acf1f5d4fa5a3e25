//! What coordinators put on offer, from an empty page to people who come, and what happens when it is taken back.

mod taking_back;
mod writing;

use diesel::prelude::*;
use practise::db::schema::{opportunity, round, round_owner};
use practise::opportunities::{Detail, put_detail};
use time::{Duration, Weekday};

use crate::support::app::TestApp;

/// A planned round that an organisation runs by itself; answers its reference.
pub fn planned(test: &TestApp, organisation: i64) -> String {
    let id = test.round("OWN", test.now().plus(Duration::days(7)));
    test.write(|tx| {
        diesel::insert_into(round_owner::table)
            .values((round_owner::round_id.eq(id), round_owner::organisation_id.eq(organisation)))
            .execute(tx.db)?;
        Ok(round::table.find(id).select(round::public_ref).get_result(tx.db)?)
    })
}

/// Gives an opportunity a plan and a pack with a file.
pub fn packed(test: &TestApp, id: i64) {
    use practise::db::schema::pack_file;
    test.write(|tx| {
        let detail = Detail {
            weekdays: vec![Weekday::Tuesday, Weekday::Thursday],
            meeting_point: "The main entrance".to_owned(),
            supervisor: "Sam Taylor".to_owned(),
            supervisor_job: "Ward manager".to_owned(),
            supervisor_email: Some("sam@trust.example.org".to_owned()),
            pack: "Bring a drink.".to_owned(),
            risks: "People are ill here.".to_owned(),
            risk_confirmed_at: Some(tx.now),
            insurance_confirmed_at: Some(tx.now),
        };
        put_detail(tx, id, &detail)?;
        diesel::insert_into(pack_file::table)
            .values((
                pack_file::opportunity_id.eq(id),
                pack_file::name.eq("pack.pdf"),
                pack_file::media_type.eq("application/pdf"),
                pack_file::size.eq(8),
                pack_file::sha256.eq("0".repeat(64)),
                pack_file::body.eq(&b"%PDF-1.7"[..]),
                pack_file::uploaded_at.eq(tx.now),
            ))
            .execute(tx.db)?;
        Ok(())
    });
}

/// The public reference of an opportunity.
pub fn reference(test: &TestApp, id: i64) -> String {
    test.read(|db| Ok(opportunity::table.find(id).select(opportunity::public_ref).get_result(db)?))
}
