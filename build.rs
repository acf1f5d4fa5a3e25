//! Turns the nhsuk-frontend package and `static/` into the assets that the binary carries.
//!
//! Every asset gets a name with a digest of its bytes, so browsers may keep it for ever. Text is also written as gzip
//! and brotli at the highest level. The build fails when the package is missing, when a file it refers to is missing, or
//! when a page would send a request to another host.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest as _, Sha256};

type Outcome<T> = Result<T, Box<dyn Error>>;

const PACKAGE: &str = "node_modules/nhsuk-frontend/dist/nhsuk";
/// The font of files to read: it has the letters of most names.
const FONTS: &str = "node_modules/@expo-google-fonts/noto-sans";
const ICONS: [&str; 6] = [
    "favicon.ico",
    "favicon.svg",
    "nhsuk-icon-180.png",
    "nhsuk-icon-192.png",
    "nhsuk-icon-512.png",
    "nhsuk-icon-mask.svg",
];

fn main() {
    for path in ["build.rs", "static", "package-lock.json", PACKAGE, FONTS] {
        println!("cargo::rerun-if-changed={path}");
    }
    if let Err(error) = build() {
        println!("cargo::error={error}");
    }
}

fn build() -> Outcome<()> {
    let package = Path::new(PACKAGE);
    if !package.is_dir() {
        return Err(
            format!("{PACKAGE} is missing: run `npm ci` in the project's folder, it installs the package that pages are made of").into(),
        );
    }
    if !Path::new(FONTS).is_dir() {
        return Err(format!("{FONTS} is missing: run `npm ci` in the project's folder, it installs the font of the files to read").into());
    }
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let mut bundle = Bundle::new(out.join("assets"))?;
    let images = package.join("assets/images");
    for icon in ICONS {
        let name = if icon.starts_with("favicon") {
            format!("nhs-{icon}")
        } else {
            icon.to_owned()
        };
        bundle.add(&name, &read(&images.join(icon))?)?;
    }
    bundle.add("favicon.svg", &read(Path::new("static/favicon.svg"))?)?;
    bundle.add("manifest.json", manifest(package, &bundle)?.as_bytes())?;
    let css = stylesheet(package, &mut bundle)?;
    bundle.add("practise.css", css.as_bytes())?;
    bundle.add("practise.js", script(package)?.as_bytes())?;
    bundle.add_at_root("favicon.ico", &read(Path::new("static/favicon.ico"))?)?;
    bundle.add_at_root("robots.txt", &read(Path::new("static/robots.txt"))?)?;
    fs::write(out.join("assets.rs"), bundle.rust())?;
    fs::write(out.join("glyphs.rs"), glyphs(package)?)?;
    for (name, path) in [
        ("regular.ttf", "400Regular/NotoSans_400Regular.ttf"),
        ("bold.ttf", "700Bold/NotoSans_700Bold.ttf"),
    ] {
        fs::write(out.join(name), read(&Path::new(FONTS).join(path))?)?;
    }
    Ok(())
}

/// The package's stylesheet without its licensed web font, with hashed addresses, then our own rules.
fn stylesheet(package: &Path, bundle: &mut Bundle) -> Outcome<String> {
    let mut css = read_text(&package.join("nhsuk-frontend.min.css"))?;
    let mut fonts = 0;
    while let Some(start) = css.find("@font-face{") {
        let end = css[start..].find('}').ok_or("an @font-face block of nhsuk-frontend has no end")?;
        css.replace_range(start..=start + end, "");
        fonts += 1;
    }
    if fonts != 2 {
        return Err(format!("expected two @font-face blocks in nhsuk-frontend, found {fonts}").into());
    }
    if let Some(comment) = css.find("/*# sourceMappingURL") {
        css.truncate(comment);
    }
    while let Some(start) = css.find("url(/assets/images/") {
        let name_start = start + "url(/assets/images/".len();
        let end = name_start + css[name_start..].find(')').ok_or("a url( of nhsuk-frontend has no end")?;
        let name = css[name_start..end].to_owned();
        if !bundle.has(&name) {
            bundle.add(&name, &read(&package.join("assets/images").join(&name))?)?;
        }
        // A marker without "/assets/" until every address is replaced, so that the loop ends.
        css.replace_range(start..end, &format!("url({}", bundle.path(&name)?.replace("/assets/", "\u{1}")));
    }
    if css.contains("assets.nhs.uk") || css.contains("/assets/") {
        return Err("the stylesheet still names assets.nhs.uk or an address under /assets/ that was not resolved".into());
    }
    css = css.replace('\u{1}', "/assets/");
    css.push_str(&read_text(Path::new("static/practise.css"))?);
    Ok(css)
}

/// The package's script as a module that marks the body as supported and then starts every component, and our own after it.
fn script(package: &Path) -> Outcome<String> {
    let module = read_text(&package.join("nhsuk-frontend.min.js"))?;
    let module = module.split("//# sourceMappingURL").next().unwrap_or_default();
    if module.contains("assets.nhs.uk") || module.contains("/assets/") {
        return Err("the script names an address that is not ours".into());
    }
    let own = read_text(Path::new("static/search.js"))?;
    Ok(format!(
        "document.body.classList.add(\"js-enabled\",\"nhsuk-frontend-supported\");\n{module}\ninitAll();\n{own}"
    ))
}

/// The package's web manifest with hashed icon addresses.
fn manifest(package: &Path, bundle: &Bundle) -> Outcome<String> {
    let mut manifest = read_text(&package.join("assets/manifest.json"))?;
    for icon in ICONS {
        let name = if icon.starts_with("favicon") {
            format!("nhs-{icon}")
        } else {
            icon.to_owned()
        };
        manifest = manifest.replace(&format!("\"images/{icon}\""), &format!("\"{}\"", bundle.path(&name)?));
    }
    if manifest.contains("\"images/") {
        return Err("the manifest of nhsuk-frontend names an icon that the build does not know".into());
    }
    Ok(manifest)
}

/// Constants with the drawing of each icon and of the logo, read from the package's own files.
fn glyphs(package: &Path) -> Outcome<String> {
    let mut rust = String::from("const GLYPHS: &[(&str, &str)] = &[\n");
    let mut drawings = BTreeMap::new();
    for entry in fs::read_dir(package.join("assets/images"))? {
        let file = entry?.file_name().into_string().map_err(|_| "an icon's file name is not UTF-8")?;
        if let Some(name) = between(&file, "nhsuk-icon-", ".svg") {
            let svg = read_text(&package.join("assets/images").join(&file))?;
            let inner = between(&svg, ">", "</svg>").ok_or_else(|| format!("{file} is not an SVG file"))?;
            drawings.insert(name.to_owned(), inner.trim().to_owned());
        }
    }
    for (name, drawing) in drawings {
        writeln!(rust, "    ({name:?}, {drawing:?}),")?;
    }
    rust.push_str("];\n");
    let header = read_text(&package.join("components/header/template.njk"))?;
    let logo = between(&header, "<path fill=\"currentcolor\" d=\"", "\"").ok_or("the header template has no logo")?;
    writeln!(rust, "const LOGO: &str = {logo:?};")?;
    Ok(rust)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)? + start.len();
    let to = text[from..].find(end)?;
    Some(&text[from..from + to])
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| format!("{}: {error}; `npm ci` installs the package again", path.display()).into())
}

fn read_text(path: &Path) -> Outcome<String> {
    Ok(String::from_utf8(read(path)?)?)
}

/// The assets so far: their files in the output folder and the Rust that names them.
struct Bundle {
    folder: PathBuf,
    paths: BTreeMap<String, String>,
    constants: String,
    rows: String,
}

impl Bundle {
    fn new(folder: PathBuf) -> Outcome<Self> {
        fs::create_dir_all(&folder)?;
        Ok(Self {
            folder,
            paths: BTreeMap::new(),
            constants: String::new(),
            rows: String::new(),
        })
    }

    fn has(&self, name: &str) -> bool {
        self.paths.contains_key(name)
    }

    fn path(&self, name: &str) -> Outcome<&str> {
        let path = self.paths.get(name).ok_or_else(|| format!("no asset is called {name}"))?;
        Ok(path)
    }

    /// Adds an asset under `/assets/` with a digest in its name.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Outcome<()> {
        let digest = Sha256::digest(bytes);
        let mut hash = String::new();
        for byte in &digest[..8] {
            write!(hash, "{byte:02x}")?;
        }
        let (stem, extension) = name.rsplit_once('.').ok_or("an asset's name needs an extension")?;
        let path = format!("/assets/{stem}-{hash}.{extension}");
        let constant = name.replace(['-', '.'], "_").to_uppercase();
        writeln!(self.constants, "/// Address of `{name}`.\npub const {constant}: &str = {path:?};")?;
        self.write(name, path, bytes, true)
    }

    /// Adds an asset at a fixed address, which browsers and robots look for by name.
    fn add_at_root(&mut self, name: &str, bytes: &[u8]) -> Outcome<()> {
        self.write(&format!("root-{name}"), format!("/{name}"), bytes, false)
    }

    fn write(&mut self, name: &str, path: String, bytes: &[u8], immutable: bool) -> Outcome<()> {
        let (content_type, compress) = match name.rsplit_once('.').map(|(_, extension)| extension) {
            Some("css") => ("text/css; charset=utf-8", true),
            Some("js") => ("text/javascript; charset=utf-8", true),
            Some("svg") => ("image/svg+xml", true),
            Some("json") => ("application/manifest+json", true),
            Some("txt") => ("text/plain; charset=utf-8", true),
            Some("ico") => ("image/x-icon", true),
            Some("png") => ("image/png", false),
            _ => return Err(format!("{name}: no content type is known").into()),
        };
        fs::write(self.folder.join(name), bytes)?;
        let mut variants = [String::from("None"), String::from("None")];
        if compress {
            for (variant, (extension, packed)) in variants.iter_mut().zip([("gz", gzip(bytes)?), ("br", brotli(bytes)?)]) {
                let name = format!("{name}.{extension}");
                fs::write(self.folder.join(&name), packed)?;
                *variant = format!("Some({})", include(&name));
            }
        }
        writeln!(
            self.rows,
            "    Asset {{ path: {path:?}, content_type: {content_type:?}, immutable: {immutable}, raw: {}, gzip: {}, brotli: {} }},",
            include(name),
            variants[0],
            variants[1]
        )?;
        self.paths.insert(name.to_owned(), path);
        Ok(())
    }

    fn rust(&self) -> String {
        format!("{}\nstatic ASSETS: &[Asset] = &[\n{}];\n", self.constants, self.rows)
    }
}

fn include(name: &str) -> String {
    format!("include_bytes!(concat!(env!(\"OUT_DIR\"), {:?}))", format!("/assets/{name}"))
}

fn gzip(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn brotli(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut packed, 4096, 11, 22);
    encoder.write_all(bytes)?;
    encoder.flush()?;
    drop(encoder);
    Ok(packed)
}
