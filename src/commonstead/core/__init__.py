"""DECIDES. Plain Python: values in, values out; no Django, network, file, clock or chance."""
