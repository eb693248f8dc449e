//! ELB.
