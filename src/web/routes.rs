//! The route table: the only way to register a page, and at the same time the access policy that `tests/access` reads.

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

/// Declares a feature's routes: `ROUTES` (the table) and `routes` (the registration) from one list.
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

        /// Registers this feature's routes.
        pub fn routes(config: &mut ::actix_web::web::ServiceConfig) {
            $(config.service(
                ::actix_web::web::resource($path)$(.route(::actix_web::web::$method().to($handler)))+
            );)+
        }
    };
    (@name get) => { "GET" };
    (@name post) => { "POST" };
}
