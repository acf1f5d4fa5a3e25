//! Stylesheet, script and icons: carried in the binary, named by their digest, served compressed.
//!
//! Each asset has a constant with its address, for example [`PRACTISE_CSS`]; a wrong name does not compile.

use actix_web::http::header::{
    ACCEPT_ENCODING, AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, Encoding, Header as _, VARY,
};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// One file that the binary carries.
#[derive(Debug)]
pub struct Asset {
    /// Its address on this site, from the first slash.
    pub path: &'static str,
    /// The value of the `Content-Type` header.
    pub content_type: &'static str,
    /// Whether the address changes with the bytes, so that a browser may keep the file for ever.
    pub immutable: bool,
    /// The bytes as they are.
    pub raw: &'static [u8],
    /// The bytes in gzip; `None` for formats that are compressed already.
    pub gzip: Option<&'static [u8]>,
    /// The bytes in brotli; `None` for formats that are compressed already.
    pub brotli: Option<&'static [u8]>,
}

/// The asset at `path`, if there is one.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

/// Every asset, for tests that check what is served.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// Registers the addresses of all assets.
pub fn routes(cfg: &mut ServiceConfig) {
    for path in ["/assets/{file}", "/favicon.ico", "/robots.txt"] {
        cfg.service(web::resource(path).route(web::get().to(serve)).route(web::head().to(serve)));
    }
}

/// Answers with the asset at the request's path in the best encoding that the browser takes, or 404.
pub async fn serve(request: HttpRequest) -> HttpResponse {
    let Some(asset) = find(request.path()) else {
        return HttpResponse::NotFound().finish();
    };
    let (encoding, bytes) = choose(asset, &request);
    let mut response = HttpResponse::Ok();
    response.insert_header((CONTENT_TYPE, asset.content_type));
    response.insert_header((VARY, "Accept-Encoding"));
    response.insert_header((
        CACHE_CONTROL,
        if asset.immutable {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=86400"
        },
    ));
    if let Some(encoding) = encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    response.body(bytes)
}

/// The smallest variant that `Accept-Encoding` allows, and its name unless the bytes go as they are.
fn choose(asset: &'static Asset, request: &HttpRequest) -> (Option<&'static str>, &'static [u8]) {
    if !request.headers().contains_key(ACCEPT_ENCODING) {
        return (None, asset.raw);
    }
    let Ok(accepted) = AcceptEncoding::parse(request) else {
        return (None, asset.raw);
    };
    // Browsers name gzip and brotli as equals, so the smaller one is asked about first.
    for (encoding, name, bytes) in [(Encoding::brotli(), "br", asset.brotli), (Encoding::gzip(), "gzip", asset.gzip)] {
        let Some(bytes) = bytes else { continue };
        if accepted.negotiate([Encoding::identity(), encoding.clone()].iter()) == Some(encoding) {
            return (Some(name), bytes);
        }
    }
    (None, asset.raw)
}
