//! A whole server inside another program: for tests in Rust, and for `privlink demo`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::{Context, OsEntropy, Settings, SystemClock};
use crate::delivery::Delivery;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::error::{Error, Result};
use crate::server::Server;
use crate::store::{Location, OpenError, Store};
use crate::upstream;

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `time`.
    pub fn at(time: Timestamp) -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(time.as_micros())))
    }

    /// Moves it on.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// What a sandbox starts with.
pub struct SandboxOptions {
    /// Where its state is.
    pub location: Location,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// What the rules are set to.
    pub settings: Settings,
    /// What answers for services that are not served.
    pub upstream: Option<upstream::Address>,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            location: Location::Memory,
            clock: Arc::new(SystemClock),
            settings: Settings::default(),
            upstream: None,
        }
    }
}

/// Why a sandbox could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database does not say how its clock is adjusted.
    #[error(transparent)]
    Clock(#[from] Error),
    /// No port could be had.
    #[error("cannot listen on 127.0.0.1: {0}")]
    Listen(#[from] std::io::Error),
}

/// A running server on a free port of 127.0.0.1.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = privlink::Sandbox::start(privlink::SandboxOptions::default()).await?;
/// let answer = reqwest::get(format!("{}/health", sandbox.url())).await?;
/// assert_eq!(answer.status(), 200);
/// sandbox.stop().await?;
/// # Ok(())
/// # }
/// ```
pub struct Sandbox {
    address: SocketAddr,
    context: Context,
    stop: watch::Sender<bool>,
    server: JoinHandle<std::io::Result<()>>,
}

impl Sandbox {
    /// Starts a server.
    pub async fn start(options: SandboxOptions) -> Result<Self, StartError> {
        let store = Store::open(&options.location).await?;
        let delivery = Delivery::new(options.settings.topics.directory.clone());
        let context = Context::open(
            store,
            options.clock,
            Arc::new(OsEntropy),
            options.settings,
            Arc::new(delivery),
        )
        .await?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let server = Server::new(listener, context.clone(), options.upstream);
        let address = server.address()?;
        let (stop, stopped) = watch::channel(false);
        let server = tokio::spawn(server.run(stopped));
        Ok(Self {
            address,
            context,
            stop,
            server,
        })
    }

    /// `http://127.0.0.1:PORT`
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Lets the background work do and deliver everything that is due now, and waits until it is done.
    pub async fn settle(&self) -> Result<()> {
        self.context.settle().await?;
        self.context.deliver().await
    }

    /// Stops gracefully.
    pub async fn stop(self) -> std::io::Result<()> {
        self.stop.send_replace(true);
        self.server.await.map_err(std::io::Error::other)?
    }
}
