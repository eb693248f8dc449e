//! Tags of any resource.
