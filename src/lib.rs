pub mod span; pub mod date; pub mod article;
