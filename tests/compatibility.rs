//! The page of compatibility: every kind of node that Prism knows, whether it is
//! compiled, and which tests contain it. `SVM_BLESS=1` writes the page anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ruby_prism::{Node, Options, Version, Visit, parse_with_options};
use svm::compile::{CompileOptions, compile};

/// Hands every kind of node to a macro: its name, how a visitor meets it, what it is.
macro_rules! for_each_node {
    ($consumer:ident) => {
        $consumer! {
            AliasGlobalVariableNode visit_alias_global_variable_node "`alias $new $old`";
            AliasMethodNode visit_alias_method_node "`alias new old`";
            AlternationPatternNode visit_alternation_pattern_node "`a | b` in a pattern";
            AndNode visit_and_node "`a and b`, `a && b`";
            ArgumentsNode visit_arguments_node "list of arguments";
            ArrayNode visit_array_node "`[a, b]`";
            ArrayPatternNode visit_array_pattern_node "`[a, *b]` in a pattern";
            AssocNode visit_assoc_node "`key => value`, `key: value`";
            AssocSplatNode visit_assoc_splat_node "`**hash`";
            BackReferenceReadNode visit_back_reference_read_node "`` $& ``, `` $` ``, `$'`, `$+`";
            BeginNode visit_begin_node "`begin ... end`, bodies with `rescue` or `ensure`";
            BlockArgumentNode visit_block_argument_node "`&block` as argument";
            BlockLocalVariableNode visit_block_local_variable_node "`|a; b|`";
            BlockNode visit_block_node "`{ ... }`, `do ... end`";
            BlockParameterNode visit_block_parameter_node "`&block` as parameter";
            BlockParametersNode visit_block_parameters_node "parameters of a block";
            BreakNode visit_break_node "`break`";
            CallAndWriteNode visit_call_and_write_node "`a.b &&= c`";
            CallNode visit_call_node "method call, operator";
            CallOperatorWriteNode visit_call_operator_write_node "`a.b += c`";
            CallOrWriteNode visit_call_or_write_node "`a.b ||= c`";
            CallTargetNode visit_call_target_node "`a.b, c = ...`";
            CapturePatternNode visit_capture_pattern_node "`pattern => name` in a pattern";
            CaseMatchNode visit_case_match_node "`case ... in`";
            CaseNode visit_case_node "`case ... when`";
            ClassNode visit_class_node "`class`";
            ClassVariableAndWriteNode visit_class_variable_and_write_node "`@@a &&= b`";
            ClassVariableOperatorWriteNode visit_class_variable_operator_write_node "`@@a += b`";
            ClassVariableOrWriteNode visit_class_variable_or_write_node "`@@a ||= b`";
            ClassVariableReadNode visit_class_variable_read_node "`@@a`";
            ClassVariableTargetNode visit_class_variable_target_node "`@@a, b = ...`";
            ClassVariableWriteNode visit_class_variable_write_node "`@@a = b`";
            ConstantAndWriteNode visit_constant_and_write_node "`A &&= b`";
            ConstantOperatorWriteNode visit_constant_operator_write_node "`A += b`";
            ConstantOrWriteNode visit_constant_or_write_node "`A ||= b`";
            ConstantPathAndWriteNode visit_constant_path_and_write_node "`A::B &&= c`";
            ConstantPathNode visit_constant_path_node "`A::B`";
            ConstantPathOperatorWriteNode visit_constant_path_operator_write_node "`A::B += c`";
            ConstantPathOrWriteNode visit_constant_path_or_write_node "`A::B ||= c`";
            ConstantPathTargetNode visit_constant_path_target_node "`A::B, c = ...`";
            ConstantPathWriteNode visit_constant_path_write_node "`A::B = c`";
            ConstantReadNode visit_constant_read_node "`A`";
            ConstantTargetNode visit_constant_target_node "`A, b = ...`";
            ConstantWriteNode visit_constant_write_node "`A = b`";
            DefNode visit_def_node "`def`";
            DefinedNode visit_defined_node "`defined?`";
            ElseNode visit_else_node "`else`";
            EmbeddedStatementsNode visit_embedded_statements_node "`#{...}`";
            EmbeddedVariableNode visit_embedded_variable_node "`#@a`";
            EnsureNode visit_ensure_node "`ensure`";
            ErrorRecoveryNode visit_error_recovery_node "a place with a syntax error";
            FalseNode visit_false_node "`false`";
            FindPatternNode visit_find_pattern_node "`[*, a, *]` in a pattern";
            FlipFlopNode visit_flip_flop_node "`a..b` as a condition";
            FloatNode visit_float_node "`1.5`";
            ForNode visit_for_node "`for a in b`";
            ForwardingArgumentsNode visit_forwarding_arguments_node "`...` as argument";
            ForwardingParameterNode visit_forwarding_parameter_node "`...` as parameter";
            ForwardingSuperNode visit_forwarding_super_node "`super` without a list";
            GlobalVariableAndWriteNode visit_global_variable_and_write_node "`$a &&= b`";
            GlobalVariableOperatorWriteNode visit_global_variable_operator_write_node "`$a += b`";
            GlobalVariableOrWriteNode visit_global_variable_or_write_node "`$a ||= b`";
            GlobalVariableReadNode visit_global_variable_read_node "`$a`";
            GlobalVariableTargetNode visit_global_variable_target_node "`$a, b = ...`";
            GlobalVariableWriteNode visit_global_variable_write_node "`$a = b`";
            HashNode visit_hash_node "`{ a => b }`";
            HashPatternNode visit_hash_pattern_node "`{ a: }` in a pattern";
            IfNode visit_if_node "`if`, `? :`, guard of a pattern";
            ImaginaryNode visit_imaginary_node "`2i`";
            ImplicitNode visit_implicit_node "the value of `a:` in `{ a: }`";
            ImplicitRestNode visit_implicit_rest_node "the comma in `a, = ...` and `|a,|`";
            InNode visit_in_node "`in`";
            IndexAndWriteNode visit_index_and_write_node "`a[b] &&= c`";
            IndexOperatorWriteNode visit_index_operator_write_node "`a[b] += c`";
            IndexOrWriteNode visit_index_or_write_node "`a[b] ||= c`";
            IndexTargetNode visit_index_target_node "`a[b], c = ...`";
            InstanceVariableAndWriteNode visit_instance_variable_and_write_node "`@a &&= b`";
            InstanceVariableOperatorWriteNode visit_instance_variable_operator_write_node "`@a += b`";
            InstanceVariableOrWriteNode visit_instance_variable_or_write_node "`@a ||= b`";
            InstanceVariableReadNode visit_instance_variable_read_node "`@a`";
            InstanceVariableTargetNode visit_instance_variable_target_node "`@a, b = ...`";
            InstanceVariableWriteNode visit_instance_variable_write_node "`@a = b`";
            IntegerNode visit_integer_node "`1`";
            InterpolatedMatchLastLineNode visit_interpolated_match_last_line_node "`if /#{a}/`";
            InterpolatedRegularExpressionNode visit_interpolated_regular_expression_node "`/#{a}/`";
            InterpolatedStringNode visit_interpolated_string_node "`\"#{a}\"`, strings side by side";
            InterpolatedSymbolNode visit_interpolated_symbol_node "`:\"#{a}\"`";
            InterpolatedXStringNode visit_interpolated_x_string_node "`` `#{a}` ``";
            ItLocalVariableReadNode visit_it_local_variable_read_node "`it`";
            ItParametersNode visit_it_parameters_node "the parameter that `it` makes";
            KeywordHashNode visit_keyword_hash_node "`f(a: 1)`";
            KeywordRestParameterNode visit_keyword_rest_parameter_node "`**a` as parameter";
            LambdaNode visit_lambda_node "`-> { }`";
            LocalVariableAndWriteNode visit_local_variable_and_write_node "`a &&= b`";
            LocalVariableOperatorWriteNode visit_local_variable_operator_write_node "`a += b`";
            LocalVariableOrWriteNode visit_local_variable_or_write_node "`a ||= b`";
            LocalVariableReadNode visit_local_variable_read_node "`a`";
            LocalVariableTargetNode visit_local_variable_target_node "`a, b = ...`";
            LocalVariableWriteNode visit_local_variable_write_node "`a = b`";
            MatchLastLineNode visit_match_last_line_node "`if /a/`";
            MatchPredicateNode visit_match_predicate_node "`value in pattern`";
            MatchRequiredNode visit_match_required_node "`value => pattern`";
            MatchWriteNode visit_match_write_node "`/(?<a>)/ =~ b`";
            ModuleNode visit_module_node "`module`";
            MultiTargetNode visit_multi_target_node "`(a, b)` inside targets and parameters";
            MultiWriteNode visit_multi_write_node "`a, b = c`";
            NextNode visit_next_node "`next`";
            NilNode visit_nil_node "`nil`";
            NoBlockParameterNode visit_no_block_parameter_node "`&nil` as parameter";
            NoKeywordsParameterNode visit_no_keywords_parameter_node "`**nil`";
            NumberedParametersNode visit_numbered_parameters_node "the parameters that `_1` makes";
            NumberedReferenceReadNode visit_numbered_reference_read_node "`$1`";
            OptionalKeywordParameterNode visit_optional_keyword_parameter_node "`a: 1` as parameter";
            OptionalParameterNode visit_optional_parameter_node "`a = 1` as parameter";
            OrNode visit_or_node "`a or b`, `a || b`";
            ParametersNode visit_parameters_node "list of parameters";
            ParenthesesNode visit_parentheses_node "`(a)`";
            PinnedExpressionNode visit_pinned_expression_node "`^(a)` in a pattern";
            PinnedVariableNode visit_pinned_variable_node "`^a` in a pattern";
            PostExecutionNode visit_post_execution_node "`END { }`";
            PreExecutionNode visit_pre_execution_node "`BEGIN { }`";
            ProgramNode visit_program_node "the program";
            RangeNode visit_range_node "`a..b`";
            RationalNode visit_rational_node "`3r`";
            RedoNode visit_redo_node "`redo`";
            RegularExpressionNode visit_regular_expression_node "`/a/`";
            RequiredKeywordParameterNode visit_required_keyword_parameter_node "`a:` as parameter";
            RequiredParameterNode visit_required_parameter_node "`a` as parameter";
            RescueModifierNode visit_rescue_modifier_node "`a rescue b`";
            RescueNode visit_rescue_node "`rescue`";
            RestParameterNode visit_rest_parameter_node "`*a` as parameter";
            RetryNode visit_retry_node "`retry`";
            ReturnNode visit_return_node "`return`";
            SelfNode visit_self_node "`self`";
            ShareableConstantNode visit_shareable_constant_node "`A = b` under `shareable_constant_value`";
            SingletonClassNode visit_singleton_class_node "`class << a`";
            SourceEncodingNode visit_source_encoding_node "`__ENCODING__`";
            SourceFileNode visit_source_file_node "`__FILE__`";
            SourceLineNode visit_source_line_node "`__LINE__`";
            SplatNode visit_splat_node "`*a`";
            StatementsNode visit_statements_node "statements";
            StringNode visit_string_node "`\"a\"`";
            SuperNode visit_super_node "`super(a)`";
            SymbolNode visit_symbol_node "`:a`";
            TrueNode visit_true_node "`true`";
            UndefNode visit_undef_node "`undef a`";
            UnlessNode visit_unless_node "`unless`";
            UntilNode visit_until_node "`until`";
            WhenNode visit_when_node "`when`";
            WhileNode visit_while_node "`while`";
            XStringNode visit_x_string_node "`` `a` ``";
            YieldNode visit_yield_node "`yield`";
        }
    };
}

/// Nodes that are not compiled, and why.
const REMARKS: &[(&str, &str)] = &[
    (
        "ErrorRecoveryNode",
        "only in trees with syntax errors, which are reported",
    ),
    (
        "NoBlockParameterNode",
        "newer grammar: a syntax error in Ruby 3.4",
    ),
];

macro_rules! define_nodes {
    ($($name:ident $visit:ident $text:literal;)*) => {
        const NODES: &[(&str, &str)] = &[$((stringify!($name), $text)),*];

        /// Does not compile unless the table has every kind of node.
        fn name_of(node: &Node<'_>) -> &'static str {
            match node {
                $(Node::$name { .. } => stringify!($name),)*
            }
        }

        impl<'pr> Visit<'pr> for Seen {
            $(
                fn $visit(&mut self, node: &ruby_prism::$name<'pr>) {
                    self.note(stringify!($name));
                    ruby_prism::$visit(self, node);
                }
            )*
        }
    };
}
for_each_node!(define_nodes);

/// The files in which each kind of node was seen.
#[derive(Default)]
struct Seen {
    file: String,
    /// Whether the program of that file compiles.
    compiles: bool,
    /// Kinds of nodes in programs that compile.
    compiled: BTreeSet<&'static str>,
    files: BTreeMap<&'static str, Vec<String>>,
}

impl Seen {
    fn note(&mut self, name: &'static str) {
        if self.compiles {
            self.compiled.insert(name);
        }
        let files = self.files.entry(name).or_default();
        if files.last() != Some(&self.file) {
            files.push(self.file.clone());
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("the folder exists").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Every kind of node in the tests of the language and of errors.
fn seen_in_tests() -> Seen {
    let mut seen = Seen::default();
    let folder = root().join("tests");
    let mut files = files_below(&folder.join("language"), "rb");
    files.extend(files_below(&folder.join("errors"), "rb"));
    for path in files {
        let text = fs::read(&path).expect("a test is readable");
        let options = Options::default().version(Version::CRuby3_4).build();
        let result = parse_with_options(&text, &options);
        seen.file = path
            .strip_prefix(&folder)
            .expect("found below it")
            .display()
            .to_string();
        let options = CompileOptions::default();
        seen.compiles = compile(&text, "test.rb", &options).is_ok();
        let program = result.node();
        assert_eq!(name_of(&program), "ProgramNode");
        seen.visit(&program);
    }
    seen
}

fn remark(name: &str) -> &'static str {
    let found = REMARKS.iter().find(|(node, _)| *node == name);
    found.map_or("", |(_, text)| text)
}

fn page(seen: &Seen) -> String {
    let mut page = String::from(
        "Reference, generated. Which kinds of nodes of Prism's tree are compiled, and which tests contain them.\n\n\
         Prism is asked for the grammar of Ruby 3.4; what only newer grammars accept is a syntax error.\n\n\
         | Node | What it is | Compiled | Tests | First test | Remark |\n\
         |---|---|---|---|---|---|\n",
    );
    for (name, text) in NODES {
        let files = seen.files.get(name).map_or(&[][..], Vec::as_slice);
        let compiled = seen.compiled.contains(name);
        let first = files
            .first()
            .map_or(String::new(), |file| format!("`{file}`"));
        let text = text.replace('|', "\\|");
        let _ = writeln!(
            page,
            "| `{name}` | {text} | {} | {} | {first} | {} |",
            if compiled { "yes" } else { "no" },
            files.len(),
            remark(name)
        );
    }
    page
}

#[test]
fn every_node_is_compiled_and_tested() {
    let seen = seen_in_tests();
    let mut wrong = Vec::new();
    for (name, _) in NODES {
        match (remark(name).is_empty(), seen.compiled.contains(name)) {
            (true, false) => wrong.push(format!("{name}: no test that compiles contains it")),
            (false, true) => wrong.push(format!("{name}: it compiles, so its remark is wrong")),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let path = root().join("docs/COMPATIBILITY.md");
    let page = page(&seen);
    if std::env::var_os("SVM_BLESS").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/COMPATIBILITY.md is stale: SVM_BLESS=1 cargo test --test compatibility"
    );
}

#[test]
fn newer_grammar_is_a_syntax_error() {
    for source in [
        "def m(&nil) = 1",
        "a\n&& b",
        "a\n|| b",
        "private def m() = puts \"x\"",
    ] {
        let result = compile(source.as_bytes(), "newer.rb", &CompileOptions::default());
        assert!(result.is_err(), "{source} is not Ruby 3.4");
    }
}
