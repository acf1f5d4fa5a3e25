//! Postcodes, towns, distances, and the small lists that they come from.

use practise::places::{Frame, Point, Typed, compact_outcodes, compact_towns, outcode, outline, read, regions, towns};
use proptest::prelude::*;

#[test]
fn a_postcode_is_cut_to_its_first_half_however_it_is_typed() {
    for (typed, half) in [
        ("LS9 7TF", "LS9"),
        ("ls97tf", "LS9"),
        (" m13-9wl ", "M13"),
        ("W1A 1AA", "W1A"),
        ("B1 1AA", "B1"),
        ("B11AA", "B1"),
        ("SW1A1AA", "SW1A"),
        ("LS9 7", "LS9"),
        ("LS9 7T", "LS9"),
    ] {
        assert_eq!(read(typed), Typed::Postcode(half.to_owned()), "{typed}");
    }
    for (typed, half) in [("LS9", "LS9"), ("ls 9", "LS9"), ("m13", "M13"), ("EC1V", "EC1V"), ("e1", "E1")] {
        assert_eq!(read(typed), Typed::Outcode(half.to_owned()), "{typed}");
    }
    for typed in ["", "Leeds", "St Ives", "LS", "9", "LS9 7TF 3", "L€9", "Évry", "12345"] {
        assert_eq!(read(typed), Typed::Words, "{typed}");
    }
}

proptest! {
    #[test]
    fn whatever_is_typed_is_read_and_no_more_than_a_first_half_is_kept(typed in ".{0,12}") {
        if let Typed::Postcode(half) | Typed::Outcode(half) = read(&typed) {
            prop_assert!((2..=4).contains(&half.len()));
            prop_assert_eq!(read(&half), Typed::Outcode(half.clone()));
        }
    }

    #[test]
    fn every_full_postcode_is_cut(half in "[A-Z]{1,2}[0-9][A-Z0-9]?", rest in "[0-9][A-Z]{2}", gap in "[ .-]?") {
        let typed = format!("{half}{gap}{rest}").to_lowercase();
        match read(&typed) {
            Typed::Postcode(found) => prop_assert!(found == half || gap.is_empty(), "{} became {}", typed, found),
            other => prop_assert!(false, "{} is {:?}", typed, other),
        }
    }

    #[test]
    fn a_distance_is_the_same_there_and_back(a in (50.0..56.0_f64, -6.0..2.0_f64), b in (50.0..56.0_f64, -6.0..2.0_f64)) {
        let (a, b) = (Point { lat: a.0, lon: a.1 }, Point { lat: b.0, lon: b.1 });
        prop_assert!((a.miles_to(b) - b.miles_to(a)).abs() < 1e-9);
        prop_assert!(a.miles_to(a) < 1e-9);
        prop_assert!((0.0..600.0).contains(&a.miles_to(b)));
    }
}

#[test]
fn distances_are_those_of_the_road_atlas_as_the_crow_flies() {
    let miles = |one: &str, other: &str| outcode(one).unwrap().miles_to(outcode(other).unwrap());
    for (one, other, least, most) in [
        ("LS1", "S1", 28.0, 32.0),
        ("LS1", "M1", 34.0, 38.0),
        ("SW1A", "B1", 98.0, 104.0),
        ("TR1", "NE1", 340.0, 365.0),
        ("LS9", "LS1", 0.5, 3.0),
    ] {
        let found = miles(one, other);
        assert!((least..most).contains(&found), "{one} to {other}: {found}");
    }
}

#[test]
fn the_lists_that_come_with_the_program_are_whole() {
    for code in ["LS9", "TR1", "CF10", "EH1", "SW1A", "BT1"] {
        assert_eq!(outcode(code).is_some(), code != "BT1", "{code}");
    }
    assert!(outcode("ZZ9").is_none());
    assert_eq!(regions().len(), 9);
    let names: Vec<&str> = towns().iter().map(|town| town.name).collect();
    for name in ["London", "Leeds", "Bristol", "Cornwall", "Worthing"] {
        assert!(names.contains(&name), "{name}");
    }
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), names.len());
}

#[test]
fn the_small_lists_are_made_of_the_public_ones() {
    let raw = "outcode,lat,lon,postcodes,lad_name,region_code,country,extra\n\
        BS1,51.45001,-2.59,100,\"Bristol, City of\",E12000009,England,\"a \"\"quoted\"\" word\"\n\
        BS2,51.46,-2.57,300,\"Bristol, City of\",E12000009,England,\n\
        CF10,51.48,-3.17,50,,,Wales,\n\
        XX1,,,0,,,,\n";
    assert_eq!(
        compact_outcodes(raw).unwrap(),
        "BS1,51.450,-2.590,SW\nBS2,51.460,-2.570,SW\nCF10,51.480,-3.170,WA\n"
    );
    let trusts = "ods_code,address,lat,lon\nR1,\"1 High Street, Bath\",51.38,-2.36\nR2,\"Hospital Road, Bath\",51.40,-2.38\nR3,\"4th Floor, Wing 5\",51,0\n";
    // The middle of a district is that of its postcodes, the middle of a town that of its trusts.
    assert_eq!(compact_towns(raw, trusts).unwrap(), "Bristol,51.458,-2.575\nBath,51.390,-2.370\n");
    assert!(compact_outcodes("outcode,lat\nBS1,51\n").unwrap_err().contains("no column lon"));
    let short = "outcode,lat,lon,region_code,country\nBS1,51,-2\n";
    assert!(compact_outcodes(short).unwrap_err().contains("line 2"));
    assert!(compact_outcodes("").is_err());
}

#[test]
fn the_outline_lies_on_the_picture() {
    let frame = Frame { height: 520.0 };
    let corners = outline(frame);
    assert!(corners.split(' ').count() > 80, "corners outside of the picture are lost");
    for town in regions() {
        let (x, y) = frame.place(town.point).unwrap();
        assert!((0.0..frame.width()).contains(&x) && (0.0..520.0).contains(&y), "{}", town.name);
    }
    assert!(frame.place(Point { lat: 60.0, lon: -1.0 }).is_none());
    // Newcastle lies north of Leeds, and Norwich east of it.
    let place = |code| frame.place(outcode(code).unwrap()).unwrap();
    assert!(place("NE1").1 < place("LS1").1 && place("NR1").0 > place("LS1").0);
}
