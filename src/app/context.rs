//! The one door to the database for commands and queries.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, MutexGuard, Notify};
use tracing::Instrument;
use uuid::Uuid;

use super::clock::AdjustableClock;
use super::delivery::Publisher;
use super::system::Stopwatch;
use crate::domain::aws_service::Catalogue;
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::connection::ConnectionTiming;
use crate::domain::entropy::{self, Entropy};
use crate::domain::error::{Code, Error, Result};
use crate::domain::event::{Event, ResourceType};
use crate::domain::id::Id;
use crate::domain::limit;
use crate::domain::principal::Caller;
use crate::domain::quota::Quotas;
use crate::domain::scope::{AccountId, Scope};
use crate::domain::session::KEY_PREFIX;
use crate::domain::topic::TopicSettings;
use crate::store::{Document, Remembered, Store, Stored, Tx};

/// What the rules can be set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The account of requests that name none.
    pub default_account: AccountId,
    /// How long the system's own transitions take.
    pub timing: ConnectionTiming,
    /// How many endpoints an account may have.
    pub quotas: Quotas,
    /// AWS's own services.
    pub catalogue: Arc<Catalogue>,
    /// Topics and where their files are.
    pub topics: TopicSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            default_account: AccountId::default_account(),
            timing: ConnectionTiming::default(),
            quotas: Quotas::default(),
            catalogue: Catalogue::built_in(),
            topics: TopicSettings::default(),
        }
    }
}

/// Everything that commands and queries work with. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    clock: AdjustableClock,
    adjusting: Mutex<()>,
    entropy: Arc<dyn Entropy>,
    settings: Arc<Settings>,
    publisher: Arc<dyn Publisher>,
    wake: Notify,
    published: Notify,
    delivering: Mutex<()>,
}

/// Who asks, and how the request wants to be treated.
#[derive(Clone, Debug)]
pub struct Request {
    /// The request's id, shown in answers, logs and events.
    pub id: Uuid,
    /// Who asks.
    pub caller: Caller,
    /// `ClientToken` or `Idempotency-Key`: the same token with the same parameters is carried out once.
    pub idempotency_token: Option<String>,
    /// Check everything, change nothing, and answer `DryRunOperation`.
    pub dry_run: bool,
    /// The version that the resource must have (`If-Match`).
    pub if_version: Option<i64>,
}

/// Something that changes state. All of it happens, or nothing.
pub trait Command: Serialize + Send + 'static {
    /// Its name in events, metrics and logs: the EC2 action's, where there is one.
    const NAME: &'static str;
    /// What it answers. Kept for repeated idempotency tokens.
    type Output: Serialize + DeserializeOwned + Send + 'static;

    /// Loads what it needs, lets the domain decide, and writes the outcome with its events.
    fn execute(self, session: &mut Session) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// Something that only looks.
pub trait Query: Send {
    /// Its name in metrics and logs.
    const NAME: &'static str;
    /// What it answers.
    type Output: Send;

    /// Reads from one consistent state.
    fn fetch(self, session: &mut Session) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// A command or query at work: its transaction, its caller, and the moment at which it happens.
pub struct Session {
    /// The transaction.
    pub tx: Tx,
    /// The request.
    pub request: Request,
    /// The moment at which all of it happens.
    pub now: Timestamp,
    /// Randomness for new identifiers.
    pub entropy: Arc<dyn Entropy>,
    /// What the rules are set to.
    pub settings: Arc<Settings>,
    /// Whether there is something new to be delivered.
    pub(super) published: bool,
    action: &'static str,
}

impl Context {
    /// A context on an open database, whose clock goes on as it was adjusted there.
    pub async fn open(
        store: Store,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        settings: Settings,
        publisher: Arc<dyn Publisher>,
    ) -> Result<Self> {
        let adjustment = store.read().await?.clock_get().await?;
        Ok(Self {
            shared: Arc::new(Shared {
                store,
                clock: AdjustableClock::new(clock, adjustment),
                adjusting: Mutex::new(()),
                entropy,
                settings: Arc::new(settings),
                publisher,
                wake: Notify::new(),
                published: Notify::new(),
                delivering: Mutex::new(()),
            }),
        })
    }

    /// Carries out a command. Once begun it runs to its end, whether or not the client still waits.
    pub async fn run<C: Command>(&self, request: Request, command: C) -> Result<C::Output> {
        let context = self.clone();
        let span = tracing::info_span!("command", name = C::NAME, request_id = %request.id);
        let work = async move {
            context
                .measured(C::NAME, context.execute(request, command))
                .await
        };
        let finished = tokio::spawn(work.instrument(span)).await;
        finished.unwrap_or_else(|panic| Err(Error::internal(panic)))
    }

    /// Answers a query.
    pub async fn query<Q: Query>(&self, request: Request, query: Q) -> Result<Q::Output> {
        let span = tracing::debug_span!("query", name = Q::NAME, request_id = %request.id);
        let work = async {
            let dry_run = request.dry_run;
            let tx = self.shared.store.read().await?;
            let mut session = self.session(tx, request, Q::NAME);
            let output = query.fetch(&mut session).await?;
            if dry_run {
                Err(would_have_succeeded())
            } else {
                Ok(output)
            }
        };
        self.measured(Q::NAME, work.instrument(span)).await
    }

    /// A transaction that only looks, so that idle reconcilers don't hold up writers, and its moment.
    pub(super) async fn glance(&self) -> Result<(Tx, Timestamp)> {
        Ok((self.shared.store.read().await?, self.now()))
    }

    /// A transaction of the system's own, outside any request, and its moment.
    pub(super) async fn system_transaction(&self) -> Result<(Tx, Timestamp)> {
        Ok((self.shared.store.write().await?, self.shared.clock.now()))
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<()> {
        self.shared
            .store
            .read()
            .await?
            .anything_expired(self.now())
            .await
            .map(drop)
    }

    /// Ends all work with the database.
    pub async fn close(&self) {
        self.shared.store.close().await;
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// The present moment on the server's clock.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// A new request id.
    pub fn request_id(&self) -> Uuid {
        entropy::uuid(&*self.shared.entropy)
    }

    /// The session with this access key, expired or not.
    pub async fn session_by_key(
        &self,
        access_key_id: &str,
    ) -> Result<Option<crate::domain::session::Session>> {
        if !access_key_id.starts_with(KEY_PREFIX) {
            return Ok(None);
        }
        self.shared
            .store
            .read()
            .await?
            .session_get(access_key_id)
            .await
    }

    pub(super) fn adjustable_clock(&self) -> &AdjustableClock {
        &self.shared.clock
    }

    /// Waits until nobody else adjusts the clock.
    pub(super) async fn adjusting(&self) -> MutexGuard<'_, ()> {
        self.shared.adjusting.lock().await
    }

    pub(super) fn wake(&self) -> &Notify {
        &self.shared.wake
    }

    pub(super) fn published(&self) -> &Notify {
        &self.shared.published
    }

    pub(super) fn delivering(&self) -> &Mutex<()> {
        &self.shared.delivering
    }

    pub(super) fn publisher(&self) -> &dyn Publisher {
        &*self.shared.publisher
    }

    async fn execute<C: Command>(&self, request: Request, command: C) -> Result<C::Output> {
        let token = request
            .idempotency_token
            .clone()
            .map(|token| (token, fingerprint(&command)));
        if let Some((token, _)) = &token {
            check_token(token)?;
        }
        let dry_run = request.dry_run;
        let scope = request.caller.scope.clone();
        let tx = self.shared.store.write().await?;
        let mut session = self.session(tx, request, C::NAME);
        if let Some((token, fingerprint)) = &token
            && let Some(remembered) = session
                .tx
                .idempotency_get(&scope, C::NAME, token, session.now)
                .await?
        {
            let output = replay::<C>(&remembered, fingerprint, token)?;
            return if dry_run {
                Err(would_have_succeeded())
            } else {
                Ok(output)
            };
        }
        let output = command.execute(&mut session).await?;
        if dry_run {
            session.tx.rollback().await?;
            return Err(would_have_succeeded());
        }
        if let Some((token, fingerprint)) = token {
            let output = serde_json::to_string(&output).map_err(Error::internal)?;
            let expires_at = session.now.plus_seconds(limit::IDEMPOTENCY_SECONDS);
            let remembered = Remembered {
                fingerprint,
                output,
            };
            session
                .tx
                .idempotency_put(&scope, C::NAME, &token, &remembered, expires_at)
                .await?;
        }
        session.tx.commit().await?;
        self.shared.wake.notify_one();
        if session.published {
            self.shared.published.notify_one();
        }
        Ok(output)
    }

    fn session(&self, tx: Tx, request: Request, action: &'static str) -> Session {
        Session {
            tx,
            request,
            now: self.shared.clock.now(),
            entropy: self.shared.entropy.clone(),
            settings: self.shared.settings.clone(),
            published: false,
            action,
        }
    }

    async fn measured<T>(
        &self,
        name: &'static str,
        work: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        let stopwatch = Stopwatch::start();
        let result = work.await;
        let code = result.as_ref().err().map_or("", |error| error.code.name());
        metrics::counter!("privlink_operations_total", "operation" => name, "code" => code)
            .increment(1);
        metrics::histogram!("privlink_operation_seconds", "operation" => name)
            .record(stopwatch.seconds());
        if let Err(error) = &result
            && let Some(source) = &error.source
        {
            tracing::error!(operation = name, error = source, "operation failed");
        }
        result
    }
}

impl Session {
    /// The caller's account and region.
    pub fn scope(&self) -> Scope {
        self.request.caller.scope.clone()
    }

    /// A new identifier.
    pub fn new_id<T: Id>(&self) -> T {
        T::generate(&*self.entropy)
    }

    /// The caller's document with this id, or AWS's refusal for one that does not exist.
    pub async fn find<T: Document, I: Id>(&mut self, id: &I) -> Result<Stored<T>> {
        let scope = self.scope();
        self.tx
            .get(&scope, id.as_str())
            .await?
            .ok_or_else(|| I::not_found(id.as_str()))
    }

    /// Like [`Session::find`], for the one resource that the request is to change: checks `If-Match`.
    pub async fn find_to_change<T: Document, I: Id>(&mut self, id: &I) -> Result<Stored<T>> {
        let document = self.find(id).await?;
        self.check_version(&document)?;
        Ok(document)
    }

    /// Refuses if the request names another version of the resource than the present one.
    pub fn check_version<T>(&self, document: &Stored<T>) -> Result<()> {
        match self.request.if_version {
            Some(version) if version != document.version => Err(Error::new(
                Code::PreconditionFailed,
                format!(
                    "The resource has version {}, not {version}",
                    document.version
                ),
            )),
            _ => Ok(()),
        }
    }

    /// Writes an event about a resource of the caller's own, with the states before and after.
    pub async fn record(
        &mut self,
        resource_type: ResourceType,
        resource_id: &str,
        from: Option<&str>,
        to: Option<&str>,
    ) -> Result<()> {
        let scope = self.scope();
        self.record_for(resource_type, resource_id, &scope, from, to, &[&scope])
            .await
    }

    /// Writes an event about a resource of `owner` that every scope of `audience` sees.
    pub async fn record_for(
        &mut self,
        resource_type: ResourceType,
        resource_id: &str,
        owner: &Scope,
        from: Option<&str>,
        to: Option<&str>,
        audience: &[&Scope],
    ) -> Result<()> {
        let event = Event {
            time: self.now,
            action: self.action.to_owned(),
            actor: self.request.caller.arn(),
            request_id: Some(self.request.id.to_string()),
            resource_type,
            resource_id: resource_id.to_owned(),
            scope: owner.clone(),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
        };
        self.tx.event_insert(&event, audience).await
    }
}

fn would_have_succeeded() -> Error {
    Error::new(
        Code::DryRunOperation,
        "Request would have succeeded, but DryRun flag is set.",
    )
}

fn check_token(token: &str) -> Result<()> {
    if token.is_empty() || token.len() > limit::IDEMPOTENCY_TOKEN_CHARS || !token.is_ascii() {
        return Err(Error::invalid_value(
            "ClientToken",
            format!(
                "The token must have 1 to {} ASCII characters",
                limit::IDEMPOTENCY_TOKEN_CHARS
            ),
        ));
    }
    Ok(())
}

fn replay<C: Command>(
    remembered: &Remembered,
    fingerprint: &str,
    token: &str,
) -> Result<C::Output> {
    if remembered.fingerprint != fingerprint {
        return Err(Error::new(
            Code::IdempotentParameterMismatch,
            format!("The token '{token}' was used before with other parameters"),
        )
        .about("ClientToken"));
    }
    serde_json::from_str(&remembered.output).map_err(Error::internal)
}

/// A digest of a command's parameters in which the order of lists does not matter.
fn fingerprint<C: Command>(command: &C) -> String {
    fn sorted(value: Value) -> Value {
        match value {
            Value::Array(items) => {
                let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
                items.sort_by_key(Value::to_string);
                Value::Array(items)
            }
            Value::Object(members) => members
                .into_iter()
                .map(|(name, value)| (name, sorted(value)))
                .collect(),
            other => other,
        }
    }
    let value = serde_json::to_value(command).map_or(Value::Null, sorted);
    URL_SAFE_NO_PAD.encode(Sha256::digest(value.to_string()))
}
