//! The command line.

use std::io::Write as _;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use privlink::app::{Context, OsEntropy, SystemClock};
use privlink::client_setup::{self, ClientFlags, SetupError, Shell};
use privlink::config::{Config, Flags};
use privlink::delivery::Delivery;
use privlink::server::Server;
use privlink::store::Store;
use privlink::{demo, telemetry};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// AWS PrivateLink on your own machine
#[derive(Parser)]
#[command(name = "privlink", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server until SIGINT or SIGTERM
    Serve(Flags),
    /// Play the whole story of a connection between two accounts, step by step
    Demo,
    /// Ask a running server whether it is ready; exit code 0 if so
    Health {
        /// Address of the server
        #[arg(long, env = "PRIVLINK_URL", default_value = "http://127.0.0.1:4566")]
        url: String,
    },
    /// Print the environment variables by which AWS clients ask the server
    Env {
        #[command(flatten)]
        client: ClientFlags,
        /// Whose syntax to write
        #[arg(long, value_enum, default_value_t)]
        shell: Shell,
    },
    /// Print a file by which the AWS provider of a Terraform configuration asks the server
    Terraform {
        #[command(flatten)]
        client: ClientFlags,
        /// Another provider of the configuration's, and its account; can be repeated
        #[arg(long = "alias", value_name = "NAME=ACCOUNT")]
        aliases: Vec<String>,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Serve(flags) => serve(flags).await,
        Command::Demo => demo::run().await,
        Command::Health { url } => health(&url).await,
        Command::Env { client, shell } => print(client_setup::environment(client, shell)),
        Command::Terraform { client, aliases } => {
            print(client_setup::terraform_override(client, &aliases))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("privlink: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(flags: Flags) -> Result<(), Failure> {
    let config = Config::load(flags)?;
    telemetry::start_logging(config.log_format, &config.log)
        .map_err(|error| format!("cannot log '{}': {error}", config.log))?;
    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| format!("cannot listen on {}: {error}", config.listen))?;
    let store = Store::open(&config.location).await?;
    let delivery = Delivery::new(config.settings.topics.directory.clone());
    let context = Context::open(
        store,
        Arc::new(SystemClock),
        Arc::new(OsEntropy),
        config.settings,
        Arc::new(delivery),
    )
    .await?;
    let server = Server::new(listener, context, config.upstream.clone());
    if let Some(upstream) = &config.upstream
        && upstream.is_at(server.address()?)
    {
        return Err(format!("the upstream {upstream} is this server itself").into());
    }
    let (stop, stopped) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping; once more stops at once");
        stop.send_replace(true);
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        std::process::exit(1);
    });
    writeln!(
        std::io::stdout(),
        "Listening on http://{}\nReady.",
        server.address()?
    )
    .map_err(|error| format!("cannot write to standard output: {error}"))?;
    server.run(stopped).await?;
    Ok(())
}

fn print(text: Result<String, SetupError>) -> Result<(), Failure> {
    std::io::stdout().write_all(text?.as_bytes())?;
    Ok(())
}

async fn health(url: &str) -> Result<(), Failure> {
    let url = format!("{}/ready", url.trim_end_matches('/'));
    let status = reqwest::get(&url).await?.status();
    if status.is_success() {
        Ok(())
    } else {
        Err(format!("{url} answers {status}").into())
    }
}
