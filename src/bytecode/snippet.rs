//! Pictures of places in source texts, for people: the line, marks under it,
//! and perhaps a headline above.
//!
//! Owns how such a picture looks. Never decides what is wrong or to be marked.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::code::SourceText;

/// A line longer than this is not shown.
const LONGEST_LINE: usize = 1000;

/// Ranges of one source text to mark.
#[derive(Clone, Debug)]
pub struct Marked<'s> {
    /// The text.
    pub source: &'s SourceText,
    /// The range to blame.
    pub primary: Range<usize>,
    /// What to say there.
    pub label: Option<String>,
    /// Another range, and what it is.
    pub context: Option<(Range<usize>, Option<String>)>,
}

impl Marked<'_> {
    /// As a snippet of the lines that have something marked; None if the text
    /// is not UTF-8 or a line is too long.
    fn snippet(&self) -> Option<Snippet<'_, Annotation<'_>>> {
        let text = std::str::from_utf8(&self.source.text).ok()?;
        // An end of two characters is no part of the line either.
        let line_end = |at: usize| {
            let end = text[at..].find('\n').map_or(text.len(), |len| at + len);
            end - usize::from(text[at..end].ends_with('\r'))
        };
        // Of a range of many lines the first is enough.
        let clip = |range: &Range<usize>| {
            // A loaded program may name places within a character.
            let start = text.floor_char_boundary(range.start);
            start..text.floor_char_boundary(range.end.clamp(start, line_end(start)))
        };
        let primary = clip(&self.primary);
        let context = self
            .context
            .as_ref()
            .map(|(range, label)| (clip(range), label));
        // A receiver lines above its method is not shown.
        let first = text[..primary.start].rfind('\n').map_or(0, |at| at + 1);
        let last = line_end(primary.end);
        if last - first > LONGEST_LINE {
            return None;
        }
        let context = context.filter(|(range, _)| range.start >= first && range.end <= last);
        let shift = |range: Range<usize>| range.start - first..range.end - first;
        let mark = AnnotationKind::Primary.span(shift(primary));
        let mut snippet = Snippet::source(&text[first..last])
            .path(&self.source.name)
            .line_start(self.source.line(first as u32) as usize)
            .annotation(mark.label(self.label.as_deref()));
        if let Some((range, label)) = context {
            snippet = snippet.annotation(
                AnnotationKind::Context
                    .span(shift(range))
                    .label(label.as_deref()),
            );
        }
        Some(snippet)
    }

    /// The place, where it cannot be shown.
    fn place(&self) -> String {
        let at = self.primary.start.min(self.source.text.len());
        let (line, column) = self.source.line_column(at as u32);
        format!(" --> {}:{line}:{column}\n", self.source.name)
    }
}

/// The picture, each line with its end. Under a headline a place that cannot be
/// shown is named; without one the picture is then empty.
pub fn picture(headline: Option<&str>, marked: &[Marked<'_>], colour: bool) -> String {
    let snippets: Vec<_> = marked.iter().filter_map(Marked::snippet).collect();
    let renderer = match colour {
        true => Renderer::styled(),
        false => Renderer::plain(),
    };
    let (group, places) = match headline {
        None if snippets.is_empty() => return String::new(),
        None => (Group::with_level(Level::ERROR).elements(snippets), None),
        Some(headline) => {
            let places = snippets
                .is_empty()
                .then(|| marked.iter().map(Marked::place));
            let title = Level::ERROR.primary_title(headline);
            (title.elements(snippets), places)
        }
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text.extend(places.into_iter().flatten());
    text
}

#[cfg(test)]
mod tests {
    use super::{Marked, picture};
    use crate::bytecode::code::SourceText;

    #[test]
    fn what_cannot_be_shown_is_named() {
        let long = SourceText::new("long.svm", &b"1 ".repeat(5000), 1);
        let mark = |source| Marked {
            source,
            primary: 4..5,
            label: Some("this".to_owned()),
            context: None,
        };
        let text = picture(Some("no good"), &[mark(&long)], false);
        assert_eq!(text, "error: no good\n --> long.svm:1:5\n");
        assert_eq!(picture(None, &[mark(&long)], false), "");
        let short = SourceText::new("short.svm", b"a b c d", 1);
        let text = picture(Some("no good"), &[mark(&short)], false);
        let shown = "error: no good\n --> short.svm:1:5\n  |\n1 | a b c d\n  |     ^ this\n";
        assert_eq!(text, shown);
    }
}
