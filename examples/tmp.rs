use std::io::*;
use demarche::*;
fn main(){ let mut n=0usize; let t0=std::time::Instant::now(); let quiet=std::env::args().nth(1).is_some();
 for l in stdin().lock().lines(){ let l=l.unwrap(); let v:serde_json::Value=serde_json::from_str(&l).unwrap();
  let a=article::Article{id:v["id"].as_str().unwrap_or("").into(),text:v["text"].as_str().unwrap_or("").into(),title:v["title"].as_str().map(Into::into),published:v["date"].as_str().and_then(date::Date::written),..Default::default()};
  n+=a.text.split_whitespace().count();
  let t=annotate::annotate(&a); if !quiet {println!("{}",render::annotations::line(&a,&t));} else {std::hint::black_box(&t);} }
 eprintln!("{} words {:.2}s {:.0} w/s",n,t0.elapsed().as_secs_f64(), n as f64/t0.elapsed().as_secs_f64());
}
