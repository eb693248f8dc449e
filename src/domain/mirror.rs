//! Structures that say the same in the words of another layer, member by member.

/// Says the same in other words.
pub trait Mirror<T> {
    /// The same.
    fn mirror(self) -> T;
}

macro_rules! plain {
    ($($kind:ty),+) => {
        $(impl Mirror<Self> for $kind {
            fn mirror(self) -> Self {
                self
            }
        })+
    };
}

plain!(
    String,
    bool,
    i64,
    std::collections::BTreeMap<String, String>
);

impl<T, U: Mirror<T>> Mirror<Option<T>> for Option<U> {
    fn mirror(self) -> Option<T> {
        self.map(U::mirror)
    }
}

impl<T, U: Mirror<T>> Mirror<Vec<T>> for Vec<U> {
    fn mirror(self) -> Vec<T> {
        self.into_iter().map(U::mirror).collect()
    }
}

/// Makes two structures mirror each other, whose members have the same names.
macro_rules! mirrors {
    ($($one:ty = $other:ty { $($member:ident),+ $(,)? };)+) => {$(
        impl $crate::domain::mirror::Mirror<$other> for $one {
            fn mirror(self) -> $other {
                type Other = $other;
                Other { $($member: $crate::domain::mirror::Mirror::mirror(self.$member)),+ }
            }
        }

        impl $crate::domain::mirror::Mirror<$one> for $other {
            fn mirror(self) -> $one {
                type One = $one;
                One { $($member: $crate::domain::mirror::Mirror::mirror(self.$member)),+ }
            }
        }
    )+};
}
pub(crate) use mirrors;
