//! `cargo xtask gallery`: every page of the demo as HTML and as pictures, to be looked at.

use std::path::Path;

use anyhow::{Result, bail};

use crate::{
    run,
    test::{Scratch, machine, program},
};

/// Builds the program, starts the demo and takes the pictures into a folder.
pub fn command(root: &Path, arguments: &[String]) -> Result<bool> {
    let folder = match arguments {
        [] => root.join("target").join("gallery"),
        [folder] => std::env::current_dir()?.join(folder),
        _ => bail!("usage: cargo xtask gallery [FOLDER]"),
    };
    machine::prepare(root)?;
    run::ok(run::program("cargo", root).args(["build", "--locked", "--package", "cli"]))?;
    let scratch = Scratch::create()?;
    let mut walk = scratch.mark(run::program("node", &root.join("e2e")));
    walk.arg("gallery.mjs").env("MIMAMORI", program(root)?);
    walk.env("MIMAMORI_GALLERY", &folder).env("MIMAMORI_WALK", scratch.folder("gallery")?);
    run::ok(&mut walk)?;
    println!("{}", folder.join("index.html").display());
    Ok(true)
}
