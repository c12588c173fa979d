"""Exports of other systems (预算管理一体化, municipal platforms) read in by a mapping profile, through the imports that the rooms have."""
