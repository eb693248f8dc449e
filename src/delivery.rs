//! How messages reach subscribers: by HTTP or HTTPS, or as a line of a file.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::http::{Method, Request, header};

use crate::app::{Attempt, Publisher};
use crate::domain::delivery::Parcel;
use crate::domain::topic::Subscriber;
use crate::http_client::HttpClient;

/// Delivers to webhooks and files.
pub struct Delivery {
    directory: Option<PathBuf>,
    client: HttpClient,
}

impl Delivery {
    /// Delivers, with the files that clients name in this directory.
    pub fn new(directory: Option<PathBuf>) -> Self {
        Self {
            directory,
            client: HttpClient::new(),
        }
    }

    async fn deliver(&self, to: &Subscriber, parcel: &Parcel) -> Result<(), String> {
        match to {
            Subscriber::Webhook { url } => self.post(url, parcel).await,
            Subscriber::File { name } => {
                let directory = self.directory.as_ref();
                let directory = directory.ok_or("no topics-directory is configured any more")?;
                // Each account has a folder, so that none writes into another's files.
                let owner = parcel.topic_arn.scope().account;
                let (directory, name) = (directory.join(owner.as_str()), name.clone());
                let line = parcel.text.clone();
                blocking(move || append_in(&directory, &name, line)).await
            }
            Subscriber::Path { path } => {
                let (path, line) = (path.clone(), parcel.text.clone());
                blocking(move || append(&path, line)).await
            }
        }
    }

    /// Any answer of success will do; what it says is not read.
    async fn post(&self, url: &str, parcel: &Parcel) -> Result<(), String> {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri(url)
            .header(header::CONTENT_TYPE, "text/plain; charset=UTF-8")
            .header(
                header::USER_AGENT,
                concat!("privlink/", env!("CARGO_PKG_VERSION")),
            )
            .header("x-amz-sns-message-type", parcel.kind.name())
            .header("x-amz-sns-message-id", &parcel.message_id)
            .header("x-amz-sns-topic-arn", parcel.topic_arn.as_str());
        if let Some(subscription) = &parcel.subscription_arn {
            request = request.header("x-amz-sns-subscription-arn", subscription);
        }
        if parcel.raw {
            request = request.header("x-amz-sns-rawdelivery", "true");
        }
        let request = request
            .body(Body::from(parcel.text.clone()))
            .map_err(|error| error.to_string())?;
        let status = self.client.send(request).await?.status();
        if status.is_success() {
            Ok(())
        } else if status.is_redirection() {
            Err(format!(
                "HTTP {}; redirects are not followed",
                status.as_u16()
            ))
        } else {
            Err(format!("HTTP {}", status.as_u16()))
        }
    }
}

impl Publisher for Delivery {
    fn publish<'a>(&'a self, to: &'a Subscriber, parcel: &'a Parcel) -> Attempt<'a> {
        Box::pin(self.deliver(to, parcel))
    }
}

async fn blocking(
    work: impl FnOnce() -> std::io::Result<()> + Send + 'static,
) -> Result<(), String> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())
}

/// Appends to a file that a client has named: an ordinary one in the directory, not what a link in it leads to.
fn append_in(directory: &Path, name: &str, line: String) -> std::io::Result<()> {
    std::fs::create_dir_all(directory)?;
    let path = directory.join(name);
    match std::fs::symlink_metadata(&path) {
        Ok(found) if !found.is_file() => {
            return Err(std::io::Error::other(format!("{name} is not a file")));
        }
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    append(&path, line)
}

/// Appends in one piece. What a process left of a line when it ended is closed first, as its message comes again.
fn append(path: &Path, mut line: String) -> std::io::Result<()> {
    if is_cut_off(path)? {
        line.insert(0, '\n');
    }
    line.push('\n');
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(line.as_bytes())
}

fn is_cut_off(path: &Path) -> std::io::Result<bool> {
    let ordinary = std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0);
    if !ordinary {
        return Ok(false);
    }
    let mut file = File::open(path)?;
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

#[cfg(test)]
mod tests {
    use super::{append, append_in};

    #[test]
    fn lines_stay_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/a.jsonl");
        let directory = folder.path().join("new");
        append_in(&directory, "a.jsonl", "one".to_owned()).unwrap();
        append_in(&directory, "a.jsonl", "two".to_owned()).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
        std::fs::write(&path, "one\ncut o").unwrap();
        append(&path, "cut off".to_owned()).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "one\ncut o\ncut off\n"
        );
    }

    #[test]
    fn links_and_folders_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("secret");
        std::fs::write(&secret, "x\n").unwrap();
        std::os::unix::fs::symlink(&secret, folder.path().join("link.jsonl")).unwrap();
        std::os::unix::fs::symlink(
            folder.path().join("absent"),
            folder.path().join("nowhere.jsonl"),
        )
        .unwrap();
        std::fs::create_dir(folder.path().join("folder.jsonl")).unwrap();
        for name in ["link.jsonl", "nowhere.jsonl", "folder.jsonl"] {
            let error = append_in(folder.path(), name, "y".to_owned()).unwrap_err();
            assert_eq!(error.to_string(), format!("{name} is not a file"));
        }
        assert_eq!(std::fs::read_to_string(&secret).unwrap(), "x\n");
        assert!(!folder.path().join("absent").exists());
    }
}
