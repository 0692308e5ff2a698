create database taskchain;
