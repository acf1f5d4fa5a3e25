//! The route table: the only way to register a page, and at the same time the access policy that `tests/access` reads.

use actix_web::{Resource, Scope, web};

/// Who may use a route. The handler's guard enforces it; the test holds the two together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Whoever is signed in; only their own applications.
    Applicant,
    /// Coordinators, each for their own organisations.
    Coordinator,
    /// Champions, each for their own organisations.
    Champion,
    /// Champions and coordinators, each for their own organisations.
    Member,
    /// Area leads, each for their own areas.
    AreaLead,
    /// The national team.
    National,
    /// Whoever holds the emailed link in the path.
    Link,
    /// Everybody, but only in development.
    Development,
}

/// One method of one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path's template, such as `/applications/{reference}`.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Routes by the first part of their path: a request is compared only with those that begin as it does, and among these in the order in which they
/// were added. Most templates are regular expressions, and there are two hundred.
#[derive(Default)]
pub struct Ways(Vec<(&'static str, Vec<Resource>)>);

impl Ways {
    /// Adds the resource at `path`; `with` gives it its methods.
    pub fn add(&mut self, path: &'static str, with: impl FnOnce(Resource) -> Resource) {
        let end = path.bytes().skip(1).position(|byte| byte == b'/').map_or(path.len(), |at| at + 1);
        let (first, rest) = path.split_at(end);
        // The start page is a scope of its own, which nothing else is within.
        let resource = with(web::resource(if path == "/" { path } else { rest }));
        match self.0.iter_mut().find(|(known, _)| *known == first) {
            Some((_, resources)) => resources.push(resource),
            None => self.0.push((first, vec![resource])),
        }
    }

    /// Registers all of them.
    pub fn register(self, config: &mut web::ServiceConfig) {
        for (first, resources) in self.0 {
            if first == "/" {
                for resource in resources {
                    config.service(resource);
                }
            } else {
                config.service(resources.into_iter().fold(web::scope(first), Scope::service));
            }
        }
    }
}

/// Declares a feature's routes: `ROUTES` (the table) and `routes` (which adds them) from one list.
///
/// ```ignore
/// routes! {
///     "/sign-in" { get Public => sign_in::show, post Public => sign_in::send }
/// }
/// ```
#[macro_export]
macro_rules! routes {
    ($($path:literal { $($method:ident $access:ident => $handler:path),+ $(,)? })+) => {
        /// Every route of this feature with who may use it.
        pub const ROUTES: &[$crate::web::routes::Entry] = &[
            $($($crate::web::routes::Entry {
                method: $crate::routes!(@name $method),
                path: $path,
                access: $crate::web::routes::Access::$access,
            },)+)+
        ];

        /// Adds this feature's routes.
        pub fn routes(ways: &mut $crate::web::routes::Ways) {
            $(ways.add($path, |resource| resource$(.route(::actix_web::web::$method().to($handler)))+);)+
        }
    };
    (@name get) => { "GET" };
    (@name post) => { "POST" };
}
