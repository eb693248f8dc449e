//! Actions: what each is made of, and the table by which a service finds them.

use std::pin::Pin;

use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::query::{ListStyle, Params};
use super::{envelope, error};
use crate::app::{Command, Context, Query, Request};
use crate::domain::error::{Code, Result};
use crate::domain::principal::Caller;

/// A service of AWS that is served.
pub struct Service {
    /// The name in credential scopes.
    pub signing_name: &'static str,
    /// The name that clients have for its endpoint.
    pub endpoint_name: &'static str,
    /// AWS's own name for it, of which clients make the names of their settings.
    pub service_id: &'static str,
    /// Whether only some of it is served, and the rest is an upstream's if there is one.
    pub partial: bool,
    /// The API version.
    pub version: &'static str,
    /// The XML namespace of answers.
    pub namespace: &'static str,
    /// Its dialect of the Query protocol.
    pub dialect: Dialect,
    /// The HTTP status that it sends with a code.
    pub status: fn(Code) -> StatusCode,
    /// Its actions.
    pub actions: &'static [Entry],
}

/// The two dialects of the Query protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// EC2's: members beside the request id, lists of `item`, `DryRun`.
    Ec2,
    /// The other services': members in a result element, lists of `member`.
    Query,
}

impl Dialect {
    pub(super) const fn lists(self) -> ListStyle {
        match self {
            Self::Ec2 => ListStyle::Item,
            Self::Query => ListStyle::Member,
        }
    }
}

/// A row of a service's table.
pub struct Entry {
    /// The action's name.
    pub name: &'static str,
    /// Decodes a request, runs it, and encodes the answer.
    pub(super) run: Run,
}

pub(super) type Run = for<'c> fn(&'c Service, Params, &'c Call) -> Answer<'c>;
pub(super) type Answer<'c> = Pin<Box<dyn Future<Output = Result<String>> + Send + 'c>>;

/// A request as an action sees it: who asks, and the door to the use cases.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) context: Context,
    pub(super) request_id: Uuid,
    pub(super) caller: Caller,
    /// Whether the request is signed, so that it is somebody's in particular.
    pub(super) signed: bool,
    /// The address of this server, as the client knows it.
    pub(super) server: String,
}

/// How a request wants to be treated, apart from the action's own parameters.
#[derive(Clone, Debug, Default)]
pub(super) struct Treatment {
    pub(super) dry_run: bool,
    pub(super) client_token: Option<String>,
}

impl Call {
    /// Runs a command.
    pub(super) async fn run<C: Command>(
        &self,
        treatment: Treatment,
        command: C,
    ) -> Result<C::Output> {
        self.context.run(self.request(treatment), command).await
    }

    /// Answers a query.
    pub(super) async fn query<Q: Query>(
        &self,
        treatment: Treatment,
        query: Q,
    ) -> Result<Q::Output> {
        self.context.query(self.request(treatment), query).await
    }

    fn request(&self, treatment: Treatment) -> Request {
        Request {
            id: self.request_id,
            caller: self.caller.clone(),
            idempotency_token: treatment.client_token,
            dry_run: treatment.dry_run,
            if_version: None,
        }
    }
}

/// An action: its request, with AWS's wire names, and what it answers.
pub(super) trait Action: DeserializeOwned + Send {
    /// The members of the answer.
    type Response: Serialize;

    /// Whether there is an element for them, outside of EC2, even if there are none.
    const HAS_RESULT: bool = true;

    /// Carries the request out.
    fn run(
        self,
        call: &Call,
        treatment: Treatment,
    ) -> impl Future<Output = Result<Self::Response>> + Send;
}

/// Decodes, runs and encodes one action. `ClientToken` and `DryRun` are the same for all that have them.
pub(super) async fn perform<A: Action>(
    service: &Service,
    name: &'static str,
    mut params: Params,
    call: &Call,
    has_client_token: bool,
) -> Result<String> {
    let mut treatment = Treatment::default();
    if service.dialect == Dialect::Ec2
        && let Some(dry_run) = params.take("DryRun")
    {
        treatment.dry_run = error::parse_bool("DryRun", &dry_run)?;
    }
    if has_client_token {
        treatment.client_token = params.take("ClientToken");
    }
    let action: A = params
        .deserialize()
        .map_err(|error| error::from_query(&error))?;
    let response = action.run(call, treatment).await?;
    envelope::success(service, name, call.request_id, &response, A::HAS_RESULT)
}

/// A service's table. An action that knows `ClientToken` is marked with `idempotent`.
macro_rules! actions {
    ($($module:ident::$action:ident $($idempotent:ident)?),+ $(,)?) => {
        &[$($crate::aws::action::Entry {
            name: stringify!($action),
            run: |service, params, call| {
                Box::pin($crate::aws::action::perform::<$module::$action>(
                    service,
                    stringify!($action),
                    params,
                    call,
                    $crate::aws::action::actions!(@token $($idempotent)?),
                ))
            },
        }),+]
    };
    (@token idempotent) => { true };
    (@token) => { false };
}
pub(super) use actions;
