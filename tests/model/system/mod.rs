//! The server, as the steps drive it and as its accounts see it.

mod consume;
mod look;
mod name;
mod provide;
mod request;
mod stage;
mod view;
pub(crate) mod wire;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use privlink::{ManualClock, Sandbox};
use proptest_state_machine::StateMachineTest;
use reqwest::Method;
use tempfile::TempDir;
use tokio::runtime::{self, Runtime};

use crate::cast::{Account, AwsService, Caller, Role};
use crate::fault::{Expected, Extent, Faults, extent_of_items};
use crate::line;
use crate::reference::{Model, World};
use crate::step::{Api, Label, Step};
use crate::tally;

use stage::{Stage, clock, start};
use wire::Wire;

/// Everything is compared after so many steps; what a step was about, after each.
const STEPS_BETWEEN_WHOLE_VIEWS: usize = 20;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime can be built")
});

static STAGE: LazyLock<Stage> = LazyLock::new(|| RUNTIME.block_on(Stage::build()));

/// A running server.
pub(crate) struct System {
    stage: &'static Stage,
    folder: TempDir,
    clock: Arc<ManualClock>,
    /// `None` only while it restarts.
    sandbox: Option<Sandbox>,
    wire: Wire,
    /// The ids of the services that were created.
    services: HashMap<Label, String>,
    /// Whose these are.
    owners: HashMap<Label, Account>,
    /// The ids of the endpoints that were created.
    endpoints: HashMap<Label, String>,
    /// What every id stands for.
    names: HashMap<String, String>,
    /// The steps since the beginning.
    steps: usize,
}

/// What a step has answered: a code if it was refused, by resource if it was about several.
#[derive(Debug)]
pub(crate) enum Outcome {
    One(Option<String>),
    Each(Vec<Option<String>>),
    /// About this endpoint, which was there already.
    Again(String),
}

impl Outcome {
    fn count(&self, step: &str) {
        let code = |code: &Option<String>| code.as_deref().unwrap_or("done").to_owned();
        let codes: Vec<String> = match self {
            Self::One(one) => vec![code(one)],
            Self::Each(all) => all.iter().map(code).collect(),
            Self::Again(_) => vec!["answered as before".to_owned()],
        };
        for code in codes {
            tally::count(format!("{step}: {code}"));
        }
    }
}

impl System {
    async fn begin(stage: &'static Stage) -> Self {
        let folder = stage.copy();
        let clock = clock();
        let sandbox = start(folder.path(), &clock).await;
        let wire = Wire::to(sandbox.url());
        let vpcs = stage.vpcs.iter();
        let vpcs = vpcs.map(|(vpc, id)| (id.clone(), format!("{vpc:?}")));
        let subnets = stage.subnets.iter();
        let subnets = subnets.map(|(subnet, id)| (id.clone(), format!("{subnet:?}")));
        let balancers = stage.balancers.iter();
        let balancers = balancers.map(|(balancer, id)| (id.clone(), format!("{balancer:?}")));
        let tables = stage.tables.iter();
        let tables = tables.map(|(table, id)| (id.clone(), format!("{table:?}")));
        let lists = stage.prefix_lists.iter();
        let lists = lists.map(|(service, id)| (id.clone(), format!("{service:?}")));
        let of_aws = AwsService::ALL.into_iter();
        let of_aws = of_aws.map(|one| (one.name().to_owned(), format!("{one:?}")));
        let accounts = Account::ALL.into_iter();
        let accounts =
            accounts.map(|account| (account.number().to_owned(), line::account(account)));
        Self {
            stage,
            clock,
            sandbox: Some(sandbox),
            wire,
            services: HashMap::new(),
            owners: HashMap::new(),
            endpoints: HashMap::new(),
            names: vpcs
                .chain(subnets)
                .chain(balancers)
                .chain(tables)
                .chain(lists)
                .chain(of_aws)
                .chain(accounts)
                .collect(),
            steps: 0,
            folder,
        }
    }

    /// Lets time pass, and the background work do what is due then.
    async fn advance(&self, seconds: u32) {
        self.clock.advance_seconds(seconds.into());
        let sandbox = self.sandbox.as_ref().expect("the server runs");
        sandbox
            .settle()
            .await
            .expect("the background work succeeds");
    }

    /// The same, by the server's own clock, which works at each moment at which something is due.
    async fn walk(&self, seconds: u32) {
        let body = Some(serde_json::json!({"advance": format!("{seconds}s")}));
        let (path, key) = ("/_privlink/clock", Account::Stranger.number());
        let answer = self.wire.rest(key, Method::POST, path, body, None).await;
        answer.done();
    }

    /// Stops the server and starts it again; what falls due meanwhile is done then.
    async fn restart(&mut self, seconds: u32) {
        let sandbox = self.sandbox.take().expect("the server runs");
        sandbox.stop().await.expect("the server stops");
        self.clock.advance_seconds(seconds.into());
        let sandbox = start(self.folder.path(), &self.clock).await;
        self.wire = Wire::to(sandbox.url());
        self.sandbox = Some(sandbox);
        self.advance(0).await;
    }

    /// The key to call with: the account's number, or that of a new session.
    async fn key(&self, caller: Caller) -> String {
        let Some(role) = caller.role else {
            return caller.account.number().to_owned();
        };
        self.session(caller.account, role).await
    }

    async fn session(&self, account: Account, role: Role) -> String {
        let arn = format!("arn:aws:iam::{}:role/{}", account.number(), role.name());
        let parameters = [
            ("RoleArn".to_owned(), arn),
            ("RoleSessionName".to_owned(), "model".to_owned()),
        ];
        let sts = ("sts", "2011-06-15");
        let answer = self
            .wire
            .query(account.number(), sts, "AssumeRole", &parameters)
            .await;
        let body = answer.done();
        wire::text(&body["AssumeRoleResult"]["Credentials"]["AccessKeyId"])
    }

    /// Carries out a step, and compares what it answered and what can be seen afterwards.
    async fn perform(&mut self, step: &Step, world: &World) {
        let outcome = self.request(step).await;
        self.compare_outcome(step, &world.expected, &outcome);
        outcome.count(step.name());
        self.compare_touched(world).await;
        self.steps += 1;
        let restarted = matches!(step, Step::Restart { .. });
        if restarted || self.steps.is_multiple_of(STEPS_BETWEEN_WHOLE_VIEWS) {
            self.compare_all(world).await;
        }
    }

    fn compare_outcome(&self, step: &Step, expected: &Expected, outcome: &Outcome) {
        let fits = match (expected, outcome) {
            (Expected::One(faults), Outcome::One(code)) => {
                is_one_of(code.as_deref(), faults, Extent::Whole)
            }
            (Expected::Each(items), Outcome::Each(codes)) => {
                let extent = extent_of_items(step.api());
                items.len() == codes.len()
                    && items
                        .iter()
                        .zip(codes)
                        .all(|(faults, code)| is_one_of(code.as_deref(), faults, extent))
            }
            // One request for each over REST, of which the first shows what is wrong with all.
            (Expected::One(faults), Outcome::Each(codes)) => {
                step.api() == Api::Rest
                    && codes
                        .iter()
                        .all(|code| is_one_of(code.as_deref(), faults, Extent::Whole))
            }
            (Expected::Again(label), Outcome::Again(id)) => self.endpoints[label] == *id,
            (Expected::Again(_), _)
            | (Expected::One(_) | Expected::Each(_), Outcome::Again(_))
            | (Expected::Each(_), Outcome::One(_)) => false,
        };
        assert!(
            fits,
            "{step:?}\n  model:  {expected:?}\n  server: {outcome:?}"
        );
    }
}

/// Whether a refusal has one of its reasons, and there is none without a reason.
fn is_one_of(code: Option<&str>, faults: &Faults, extent: Extent) -> bool {
    match code {
        None => faults.is_empty(),
        Some(code) => faults.iter().any(|fault| fault.code(extent) == code),
    }
}

impl StateMachineTest for System {
    type SystemUnderTest = Self;
    type Reference = Model;

    fn init_test(_: &World) -> Self {
        RUNTIME.block_on(Self::begin(&STAGE))
    }

    fn apply(mut system: Self, world: &World, step: Step) -> Self {
        RUNTIME.block_on(system.perform(&step, world));
        system
    }

    fn teardown(mut system: Self, world: World) {
        RUNTIME.block_on(async {
            system.compare_all(&world).await;
            if let Some(sandbox) = system.sandbox.take() {
                sandbox.stop().await.expect("the server stops");
            }
        });
    }
}
