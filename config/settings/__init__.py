"""The only place that reads the environment. `demo` and `test` need none of it; `prod` refuses to start without."""
