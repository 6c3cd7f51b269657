//! Pictures of where an exception was raised, for people: the source line, the
//! parts of the expression that matter, and what may have been meant.
//!
//! Appears in the report of an uncaught exception and in
//! `detailed_message(highlight: true)`; `message` never has it. Runs no Ruby.

use super::suggest::suggestions;
use crate::bytecode::snippet::{Marked, picture};
use crate::compile::anatomy::{Anatomy, anatomy};
use crate::object::{Value, known, sym};
use crate::vm::Vm;
use crate::vm::backtrace::RaiseSite;

/// The picture and the suggestions; empty if nothing is known of the place.
/// Every line ends with a line break.
pub fn annotations(vm: &Vm, exception: Value<'_>, colour: bool) -> String {
    // A backtrace of the program's own has no expressions, and what came from
    // outside has nobody to blame.
    let moved = !vm.ivar_get(exception, sym::H_BACKTRACE).is_nil();
    let outside = vm.is_a(exception, known::SIGNAL_EXCEPTION);
    let mut sites = match moved || outside {
        true => Vec::new(),
        false => vm.raise_sites(exception, 2),
    };
    let mut marked = Vec::new();
    if sites.first().is_some_and(|site| site.entering) {
        // Wrong arguments: what the caller wrote, and what the method takes.
        let callee = sites.remove(0);
        if let Some(caller) = sites.first() {
            marked.push(Marked::of_call(caller, Part::Arguments, None));
        }
        marked.push(Marked::of_definition(&callee));
    } else if !sites.is_empty() {
        sites.truncate(1);
        let site = &mut sites[0];
        let parts = anatomy(site.source, site.span);
        site.called_on_self = parts
            .as_ref()
            .is_none_or(|parts| parts.on_self(site.source));
        let (part, label) = part_of(vm, exception);
        marked.push(Marked::with(site, parts, part, label));
    }
    let mut text = picture(None, &marked, colour);
    let words = suggestions(vm, exception, sites.first());
    if !words.is_empty() {
        text.push_str(&format!(
            "Did you mean?  {}\n",
            words.join("\n               ")
        ));
    }
    text
}

/// The part of a call that is to blame.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// There is no such method, constant or variable.
    Name,
    /// The method did not like what it got.
    Arguments,
    /// Nobody knows.
    Whole,
}

/// What is to blame for an exception, and how to call the receiver.
fn part_of(vm: &Vm, exception: Value<'_>) -> (Part, Option<String>) {
    let is_a = |class| vm.is_a(exception, class);
    if is_a(known::NAME_ERROR) {
        let receiver = vm.ivar_find(exception, sym::RECEIVER);
        return (
            Part::Name,
            receiver.map(|receiver| vm.describe_receiver(receiver)),
        );
    }
    let blames_arguments = [
        known::ARGUMENT_ERROR,
        known::TYPE_ERROR,
        known::RANGE_ERROR,
        known::INDEX_ERROR,
        known::ZERO_DIVISION_ERROR,
    ];
    match blames_arguments.iter().any(|&class| is_a(class)) {
        true => (Part::Arguments, None),
        false => (Part::Whole, None),
    }
}

/// What is marked for an exception.
impl<'w> Marked<'w> {
    fn of_call(site: &RaiseSite<'w>, part: Part, label: Option<String>) -> Marked<'w> {
        Marked::with(site, anatomy(site.source, site.span), part, label)
    }

    fn with(
        site: &RaiseSite<'w>,
        parts: Option<Anatomy>,
        part: Part,
        label: Option<String>,
    ) -> Marked<'w> {
        let whole = site.span.start as usize..site.span.end() as usize;
        // `raise` is to blame for nothing.
        let parts = parts.filter(|parts| part != Part::Whole && !parts.is_raise(site.source));
        let Some(parts) = parts else {
            return Marked {
                source: site.source,
                primary: whole,
                label: None,
                context: None,
            };
        };
        let primary = match (part, parts.arguments) {
            (Part::Arguments, Some(arguments)) => arguments,
            _ => parts.name,
        };
        let context = parts.receiver.map(|receiver| (receiver, label));
        Marked {
            source: site.source,
            primary,
            label: None,
            context,
        }
    }

    /// The name and the parameters of a function.
    fn of_definition(site: &RaiseSite<'w>) -> Marked<'w> {
        let parts = anatomy(site.source, site.definition);
        let whole = site.definition.start as usize..site.definition.end() as usize;
        let (primary, context) = match parts {
            Some(Anatomy {
                name,
                arguments: Some(arguments),
                ..
            }) => (arguments, Some((name, None))),
            Some(Anatomy { name, .. }) => (name, None),
            None => (whole, None),
        };
        Marked {
            source: site.source,
            primary,
            label: None,
            context,
        }
    }
}
