//! Compiles a plan from the law of its day.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::error::{Error, ErrorCode};
use crate::plan::Plan;
use crate::plan::filing::{FilingTargets, REQUIREMENTS};
use crate::plan::program::{AtPlace, LookupTables, MOST_FACTS, ProgramBuilder};
use crate::plan::registering::Registering;
use crate::policy::{Law, NamedRules, PolicyBook, REGISTER, Then, check_day, of_department};

/// The most words of the tables of a plan.
const MOST_TABLE_WORDS: usize = 1 << 24;

impl PolicyBook {
    /// 方案: compiles targets for a day. A target is a support, a step, `register` for where the institution is registered, or
    /// `register/` and a department for whether that one registers it; all of these where none is named. The targets of a
    /// filing are named, each or together as `requirements`: `review` for whether the filing is complete and sound, and the
    /// requirements, met also where one does not apply.
    ///
    /// # Errors
    /// An unknown target, or a day outside 1900 to 2199.
    pub fn plan(&self, as_of: NaiveDate, targets: &[String]) -> Result<Plan, Error> {
        check_day(as_of)?;
        let steps_and_supports = || self.index.steps.iter().chain(&self.index.supports);
        let every: Vec<String> = [REGISTER.to_owned()]
            .into_iter()
            .chain(self.index.authorities.iter().map(|target| of_department(&target.id)))
            .chain(steps_and_supports().map(|target| target.id.clone()))
            .collect();
        let mut names = Vec::new();
        for name in if targets.is_empty() { &every } else { targets } {
            match name.as_str() {
                REQUIREMENTS => names.extend(FilingTargets::names(self).map(str::to_owned)),
                _ => names.push(name.clone()),
            }
        }
        let mut building = None;
        let mut filing = None;
        let mut registration = None;
        let mut shown = Vec::new();
        for name in &names {
            if let Some(part) = FilingTargets::add(&mut filing, name, self, as_of) {
                shown.push(part);
                continue;
            }
            // The law of every place is compiled where some target is asked of it.
            if building.is_none() {
                let law = self.law(None, as_of)?;
                building = Some((law, ProgramBuilder::new(self, law, as_of)));
            }
            let Some((law, builder)) = &mut building else { continue };
            if let Some(named) = steps_and_supports().find(|target| target.id == *name) {
                let lapsed = builder.lapsed(&named.rules);
                shown.push(match law.targets().find(|target| target.id == *name) {
                    Some(target) => builder.add(target, lapsed)?,
                    None => builder.add_unspoken(lapsed),
                });
                continue;
            }
            if !every.contains(name) {
                let known = every.iter().map(String::as_str).chain([REQUIREMENTS]);
                return Err(Self::unknown_target(name, known.chain(FilingTargets::names(self))));
            }
            if registration.is_none() {
                registration = Some(self.registering(law, builder)?);
            }
            let Some(registering) = &registration else { continue };
            let authorities = self.index.authorities.iter().zip(&registering.authorities);
            let authority =
                authorities.into_iter().find(|(target, _)| of_department(&target.id) == *name);
            shown.push(authority.map_or(registering.whole, |(_, part)| *part));
        }
        let program =
            building.map(|(_, builder)| builder.finish()).transpose()?.unwrap_or_default();
        let facts = filing.as_mut().map_or(0, |filing| filing.name_facts(&program));
        if program.inputs.len().max(facts) > MOST_FACTS {
            return Err(Error::new(
                ErrorCode::TooComplex,
                "",
                "事项过多，请分成几个方案",
                "too many tests for one plan; make several of fewer targets",
            ));
        }
        if program.words() > MOST_TABLE_WORDS {
            let (zh, en) = (
                "事项过多，请分成几个方案",
                "too many terms for one plan; make several of fewer targets",
            );
            return Err(Error::new(ErrorCode::TooComplex, "", zh, en));
        }
        let lookup = LookupTables::new(&program, registration.as_ref());
        let mut parts = shown.clone();
        parts.sort_unstable();
        parts.dedup();
        let stamp = stamp(&self.sha256(), as_of, &names);
        Ok(Plan {
            as_of,
            stamp,
            places: self.places.clone(),
            names,
            planes: shown.iter().map(|part| parts.partition_point(|of| of < part)).collect(),
            shown: shown.into(),
            parts,
            program,
            registration,
            filing,
            lookup,
            reason_tables: OnceLock::new(),
            #[cfg(feature = "json")]
            phrases: OnceLock::new(),
            bitsliced: Default::default(),
        })
    }

    fn registering(
        &self,
        law: &Law,
        builder: &mut ProgramBuilder<'_>,
    ) -> Result<Registering, Error> {
        let rules = self
            .rules
            .iter()
            .filter(|(_, rule)| matches!(rule.entry.then, Then::Register(_)) && rule.span.local);
        let lapsed = builder.lapsed(&rules.map(|(position, _)| position).collect::<Vec<_>>());
        let authority = |named: &NamedRules| {
            let target = law.authorities.iter().find(|target| target.id == named.id);
            match target {
                Some(target) => builder.add_alone(target, lapsed),
                None => Ok(builder.add_unspoken(lapsed)),
            }
        };
        let authorities = self.index.authorities.iter().map(authority).collect::<Result<_, _>>()?;
        let doubts = law.doubts.iter().map(|target| builder.add(target, AtPlace::Never));
        let doubts = doubts.collect::<Result<_, _>>()?;
        let barred = builder.add_cover(&law.barred);
        Ok(Registering { whole: builder.add_composite(lapsed), authorities, doubts, barred })
    }
}

/// FNV-1a over what makes a plan.
pub(super) fn stamp(sha256: &str, as_of: NaiveDate, names: &[String]) -> u64 {
    let day = as_of.to_string();
    let bytes = [sha256, &day].into_iter().chain(names.iter().map(String::as_str));
    bytes.flat_map(|text| text.bytes().chain([0])).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
