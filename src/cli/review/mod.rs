//! `redtape review`: the meeting's own application, on this machine only.
//!
//! `desk` reads and records, `page` draws, `server` says who may ask for what.

mod desk;
mod page;
mod server;

use super::args::Review as Args;
use super::exit::{CLEAN, Failure};
use super::print;
use anyhow::{Context, anyhow};
use desk::Desk;
use redtape::message::{Ids, Lang, Message};
use server::Server;
use std::net::SocketAddr;

/// Room for the recursion of an analysis: as much as the main thread has.
const STACK: usize = 8 << 20;

pub(crate) fn run(args: &Args) -> Result<u8, Failure> {
    let lang = args.lang.into();
    if args.listen.ip().is_unspecified() {
        let said = Message::new("review-one-address").with("address", args.listen.to_string());
        return Err(Failure::Input(said.say(lang, &Ids)));
    }
    let folder = args.folder.display().to_string();
    let meta = std::fs::metadata(&args.folder).with_context(|| folder.clone())?;
    if !meta.is_dir() {
        let said = Message::new("review-not-a-folder").with("folder", folder);
        return Err(Failure::Input(said.say(lang, &Ids)));
    }
    // The runtime is made here and nowhere else: no other command pays for it.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .thread_stack_size(STACK)
        .build()
        .context("tokio")?;
    runtime.block_on(serve(args, lang))?;
    Ok(CLEAN)
}

async fn serve(args: &Args, lang: Lang) -> Result<(), Failure> {
    let listening = tokio::net::TcpListener::bind(args.listen).await;
    let listener = listening.with_context(|| args.listen.to_string())?;
    let address = listener.local_addr().context("address")?;
    let token = token()?;
    let url = format!("http://{address}/{token}/");
    let key = if address.ip().is_loopback() {
        "review-serving"
    } else {
        "review-serving-wide"
    };
    let said = Message::new(key)
        .with("folder", args.folder.display().to_string())
        .with("address", url);
    print::text(&format!("{}\n", said.say(lang, &Ids)))?;
    let server = Server {
        desk: Desk {
            folder: args.folder.clone(),
            convention: args.convention,
            as_of: args.as_of,
        },
        token,
        hosts: hosts(address),
        lang,
    };
    let served = axum::serve(listener, server.router()).await;
    Ok(served.context("server")?)
}

/// 128 bits that nobody can guess, in hexadecimal digits.
fn token() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Io(anyhow!("random numbers: {error}")))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// What a browser that was given the address writes as `Host`: any other name was made to lead here.
fn hosts(address: SocketAddr) -> Vec<String> {
    let mut hosts = vec![address.to_string()];
    if address.ip().is_loopback() {
        hosts.push(format!("localhost:{}", address.port()));
    }
    if address.port() == 80 {
        let bare = |host: &String| host.trim_end_matches(":80").to_owned();
        let bare: Vec<_> = hosts.iter().map(bare).collect();
        hosts.extend(bare);
    }
    hosts
}
