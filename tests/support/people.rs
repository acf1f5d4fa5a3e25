//! Areas, organisations, and people with roles, put straight into the database.

use diesel::prelude::*;
use practise::auth::{Grant, Role, grant, person_for_email};
use practise::db::schema::{area, organisation};

use super::app::TestApp;

impl TestApp {
    /// An area; its code also makes its name.
    pub fn area(&self, code: &str) -> i64 {
        let row = (area::code.eq(code), area::name.eq(format!("Area {code}")), area::kind.eq("letb"));
        self.write(|tx| Ok(diesel::insert_into(area::table).values(row).returning(area::id).get_result(tx.db)?))
    }

    /// An NHS trust in an area; its code also makes its page's address.
    pub fn organisation(&self, code: &str, name: &str, area_id: i64) -> i64 {
        let row = (
            organisation::code.eq(code),
            organisation::name.eq(name),
            organisation::slug.eq(code.to_lowercase()),
            organisation::kind.eq("nhs_trust"),
            organisation::area_id.eq(area_id),
            organisation::town.eq("Leeds"),
            organisation::postcode.eq("LS1 3EX"),
        );
        self.write(|tx| {
            Ok(diesel::insert_into(organisation::table)
                .values(row)
                .returning(organisation::id)
                .get_result(tx.db)?)
        })
    }

    /// A person without any role.
    pub fn person(&self, email: &str) -> i64 {
        self.write(|tx| person_for_email(tx, email))
    }

    /// A person of the national team.
    pub fn national(&self, email: &str) -> i64 {
        self.with_role(email, Role::National, None, None)
    }

    /// A person who coordinates an organisation.
    pub fn coordinator(&self, email: &str, organisation_id: i64) -> i64 {
        self.with_role(email, Role::Coordinator, Some(organisation_id), None)
    }

    /// A person who is an organisation's champion.
    pub fn champion(&self, email: &str, organisation_id: i64) -> i64 {
        self.with_role(email, Role::Champion, Some(organisation_id), None)
    }

    /// A person who leads an area.
    pub fn area_lead(&self, email: &str, area_id: i64) -> i64 {
        self.with_role(email, Role::AreaLead, None, Some(area_id))
    }

    fn with_role(&self, email: &str, role: Role, organisation_id: Option<i64>, area_id: Option<i64>) -> i64 {
        let role = Grant {
            role,
            organisation_id,
            area_id,
        };
        self.write(|tx| {
            let id = person_for_email(tx, email)?;
            grant(tx, id, &role)?;
            Ok(id)
        })
    }
}
