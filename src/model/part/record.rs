//! Records and closed lists of words: struct, reader, writer and schema from one list of members.

/// A record of the file: struct, reader, writer and schema from one list of members.
///
/// `key: Type` is a member that must be there, `key?: Type` one that may be absent (and then is
/// unknown, never empty). A trailing `= "text"` gives a key that is no Rust name.
macro_rules! object {
    ($(#[doc = $doc:literal])+ pub struct $name:ident { $($body:tt)* }) => {
        $crate::model::part::object!(@munch [$($doc)+] $name [] $($body)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*]) => {
        $crate::model::part::object!(@emit $d $name $($done)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*] $(#[doc = $fdoc:literal])+ $field:ident ? = $key:literal : $ty:ty, $($rest:tt)*) => {
        $crate::model::part::object!(@munch $d $name [$($done)* {[$($fdoc)+] $field ($key) [optional] [Option<$ty>] $ty}] $($rest)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*] $(#[doc = $fdoc:literal])+ $field:ident ? : $ty:ty, $($rest:tt)*) => {
        $crate::model::part::object!(@munch $d $name [$($done)* {[$($fdoc)+] $field (stringify!($field)) [optional] [Option<$ty>] $ty}] $($rest)*);
    };
    (@munch $d:tt $name:ident [$($done:tt)*] $(#[doc = $fdoc:literal])+ $field:ident : $ty:ty, $($rest:tt)*) => {
        $crate::model::part::object!(@munch $d $name [$($done)* {[$($fdoc)+] $field (stringify!($field)) [required] [$ty] $ty}] $($rest)*);
    };
    (@emit [$($doc:literal)+] $name:ident $({[$($fdoc:literal)+] $field:ident ($key:expr) [$need:ident] [$slot:ty] $ty:ty})*) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[doc = $fdoc])+ pub $field: $slot,)*
            /// Members whose key starts with `x-`, kept as they are.
            pub extra: $crate::model::part::Extra,
        }

        impl $name {
            /// The keys that the format knows here, in canonical order.
            pub const KEYS: &'static [&'static str] = &[$($key),*];
        }

        impl $crate::model::part::Part for $name {
            fn read(node: &$crate::source::Node<'_>, reader: &mut $crate::model::part::Reader) -> Option<Self> {
                let $crate::source::Kind::Object(members) = node.kind else {
                    reader.expected("an-object", node);
                    return None;
                };
                // Whether the key was met, and its value.
                $(let mut $field: (bool, Option<$ty>) = (false, None);)*
                let mut extra = $crate::model::part::Extra::new();
                let mut others: Option<std::collections::BTreeSet<&str>> = None;
                for member in members {
                    let key = member.key;
                    $(if key == $key {
                        if $field.0 {
                            reader.duplicate_key(key);
                        } else {
                            $field = (true, reader.member($key, &member.value));
                        }
                        continue;
                    })*
                    if !others.get_or_insert_default().insert(key) {
                        reader.duplicate_key(key);
                    } else if key.starts_with("x-") {
                        extra.insert(key.to_owned(), reader.extra(key, &member.value));
                    } else {
                        reader.unknown_key(key, Self::KEYS);
                    }
                }
                $($crate::model::part::object!(@missing $need $field $key reader);)*
                Some(Self { $($field: $crate::model::part::object!(@take $need $ty, $field),)* extra })
            }

            fn placeholder() -> Self {
                Self {
                    $($field: $crate::model::part::object!(@placeholder $need $ty),)*
                    extra: $crate::model::part::Extra::new(),
                }
            }

            fn write(&self) -> serde_json::Value {
                let mut out = serde_json::Map::new();
                $($crate::model::part::object!(@write $need out self $field $key);)*
                out.extend(self.extra.clone());
                serde_json::Value::Object(out)
            }

            fn schema(definitions: &mut $crate::model::part::Definitions) -> serde_json::Value {
                $crate::model::part::named(definitions, stringify!($name), concat!($($doc),+), |definitions| {
                    let mut properties = serde_json::Map::new();
                    $(properties.insert($key.to_owned(), $crate::model::part::described(
                        <$ty as $crate::model::part::Part>::schema(definitions), concat!($($fdoc),+)));)*
                    let required: Vec<&str> =
                        [$($crate::model::part::object!(@require $need $key)),*].into_iter().flatten().collect();
                    serde_json::json!({
                        "type": "object", "properties": properties, "required": required,
                        "patternProperties": {"^x-": {}}, "additionalProperties": false,
                    })
                })
            }
        }
    };
    (@missing required $field:ident $key:tt $reader:ident) => {
        if !$field.0 { $reader.missing_key($key); }
    };
    (@missing optional $field:ident $key:tt $reader:ident) => {};
    (@take required $ty:ty, $field:ident) => { $field.1.unwrap_or_else(<$ty as $crate::model::part::Part>::placeholder) };
    (@take optional $ty:ty, $field:ident) => { $field.1 };
    (@placeholder required $ty:ty) => { <$ty as $crate::model::part::Part>::placeholder() };
    (@placeholder optional $ty:ty) => { None };
    (@write required $out:ident $self:ident $field:ident $key:tt) => {
        $out.insert($key.to_owned(), $crate::model::part::Part::write(&$self.$field));
    };
    (@write optional $out:ident $self:ident $field:ident $key:tt) => {
        if let Some(value) = &$self.$field {
            $out.insert($key.to_owned(), $crate::model::part::Part::write(value));
        }
    };
    (@require required $key:tt) => { Some($key) };
    (@require optional $key:tt) => { None };
}
pub(crate) use object;

/// A closed list of words: enum, reader (with the nearest word as a hint), writer and schema.
macro_rules! words {
    ($(#[doc = $doc:literal])+ pub enum $name:ident { $($(#[doc = $vdoc:literal])+ $variant:ident = $word:literal,)* }) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, enumset::EnumSetType)]
        #[enumset(no_super_impls)]
        pub enum $name { $($(#[doc = $vdoc])+ $variant,)* }

        impl $name {
            /// Every word, in the order of the list.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word in the file.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The entry that a word names.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::model::part::Part for $name {
            fn read(node: &$crate::source::Node<'_>, reader: &mut $crate::model::part::Reader) -> Option<Self> {
                let word = $crate::model::part::text(node, reader)?;
                let found = Self::from_word(word);
                if found.is_none() {
                    reader.unknown_word(word, Self::WORDS);
                }
                found
            }

            fn placeholder() -> Self {
                [$(Self::$variant),*][0]
            }

            fn write(&self) -> serde_json::Value {
                serde_json::json!(self.word())
            }

            fn schema(definitions: &mut $crate::model::part::Definitions) -> serde_json::Value {
                $crate::model::part::named(definitions, stringify!($name), concat!($($doc),+), |_| {
                    let word = |word: &str, about: &str| serde_json::json!({"const": word, "description": about.trim()});
                    serde_json::json!({"oneOf": [$(word($word, concat!($($vdoc),+))),*]})
                })
            }
        }
    };
}
pub(crate) use words;
