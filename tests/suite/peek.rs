use redtape::message::*;
use redtape::simplify::*;
#[test]
fn peek() {
    for f in std::env::var("PEEK").unwrap().split(',') {
        let p = crate::procedures::named(f);
        let s = simplify(&p, &Options::default()).unwrap();
        println!("=== {f}");
        for x in &s.findings {
            println!("F {} | {}", x.id(), x.message.say(Lang::En, &p));
            for l in &x.labels {
                println!("      {}", l.message.say(Lang::En, &p));
            }
        }
        for e in &s.if_answered.derivation {
            println!(
                "A {:?} {} {:?}->{:?}",
                e.proposal.layer(),
                e.proposal.id(),
                e.before.0,
                e.after.0
            );
        }
        for q in &s.questions {
            println!(
                "Q {} {}",
                q.unlocks.len(),
                q.fact.question().say(Lang::En, &p)
            );
        }
        for b in &s.blocked {
            println!(
                "B {} {:?}",
                b.id(),
                b.verdicts
                    .iter()
                    .filter_map(|v| if let redtape::fact::Verdict::Fails(m) = &v.1 {
                        Some(m.say(Lang::En, &p))
                    } else {
                        None
                    })
                    .collect::<Vec<_>>()
            );
        }
        for u in &s.undone {
            println!(
                "UNDONE {} {} {}",
                u.proposal.id(),
                u.guarantee,
                u.lost.say(Lang::En, &p)
            );
        }
    }
}
