//! Randomness as a parameter: the trait, and the forms in which identifiers use it.

/// A source of random bytes. The operating system's in production, a seeded one in tests.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` with random values.
    fn fill(&self, bytes: &mut [u8]);
}

const LOWER_ALPHANUMERIC: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const UPPER_ALPHANUMERIC: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// `digits` random decimal digits.
pub fn decimal(entropy: &dyn Entropy, digits: usize) -> String {
    text(entropy, digits, &LOWER_ALPHANUMERIC[..10])
}

/// `digits` random lower-case hexadecimal digits.
pub fn hex(entropy: &dyn Entropy, digits: usize) -> String {
    text(entropy, digits, &LOWER_ALPHANUMERIC[..16])
}

/// `length` random lower-case letters and digits.
pub fn lower_alphanumeric(entropy: &dyn Entropy, length: usize) -> String {
    text(entropy, length, LOWER_ALPHANUMERIC)
}

/// `length` random letters of both cases and digits.
pub fn alphanumeric(entropy: &dyn Entropy, length: usize) -> String {
    text(entropy, length, ALPHANUMERIC)
}

/// `length` random upper-case letters and digits, as access keys have them.
pub fn upper_alphanumeric(entropy: &dyn Entropy, length: usize) -> String {
    text(entropy, length, UPPER_ALPHANUMERIC)
}

/// A random UUID of version 4.
pub fn uuid(entropy: &dyn Entropy) -> uuid::Uuid {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

fn text(entropy: &dyn Entropy, length: usize, alphabet: &[u8]) -> String {
    let mut bytes = vec![0; length];
    entropy.fill(&mut bytes);
    bytes
        .iter()
        .map(|byte| char::from(alphabet[usize::from(*byte) % alphabet.len()]))
        .collect()
}
