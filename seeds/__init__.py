"""The bundled articles: demo, fixture and evaluation corpus at once. ``manifest.toml`` says where each is from."""
