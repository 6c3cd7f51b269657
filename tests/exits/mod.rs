//! Where native code was left, as `--stats=json` lists it.

/// Function and reason of each exit.
pub fn exits(statistics: &str) -> Vec<(&str, &str)> {
    let (_, list) = statistics
        .split_once("\"native_exits\":[")
        .expect("statistics have a list of exits");
    let list = list.split_once(']').map_or(list, |(list, _)| list);
    let exits = list.split('{').skip(1);
    exits
        .filter_map(|exit| Some((field(exit, "function")?, field(exit, "reason")?)))
        .collect()
}

/// A field of a JSON object that holds a text.
fn field<'t>(object: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = object.split_once(&format!("\"{name}\":\""))?;
    rest.split_once('"').map(|(text, _)| text)
}
