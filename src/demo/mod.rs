//! `privlink demo`: two accounts connect through PrivateLink, over HTTP, against a server started for it.
//!
//! [`story`] says what happens, [`client`] asks as a person with curl would and prints both sides, [`layout`] fits answers
//! to the width of a terminal. Nothing here knows more of the server than its REST API.

mod client;
mod layout;
mod story;

use std::io::{self, Write};

use crate::{Sandbox, SandboxOptions};
use client::Client;

/// Why the demo stopped: an answer that was not expected, or a fault underneath.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Plays the whole story and prints it to standard output.
pub async fn run() -> Result<(), Failure> {
    play(io::stdout()).await
}

async fn play(out: impl Write) -> Result<(), Failure> {
    let sandbox = Sandbox::start(SandboxOptions::default()).await?;
    let mut client = Client::new(out, sandbox.url())?;
    story::tell(&mut client, &sandbox).await?;
    sandbox.stop().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::play;

    #[tokio::test]
    async fn the_story_comes_to_its_end() {
        let mut out = Vec::new();
        let played = play(&mut out).await;
        let out = String::from_utf8(out).unwrap();
        assert!(played.is_ok(), "{played:?}\n{out}");
        let last = out.lines().rfind(|line| !line.trim().is_empty());
        assert!(last.is_some_and(|line| line.starts_with("Done.")), "{out}");
    }
}
